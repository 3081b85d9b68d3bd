package dev.prejoin.cli;

import dev.prejoin.app.Home;
import dev.prejoin.proof.bench.join.JoinBench;
import dev.prejoin.proof.bench.join.JoinReport;
import dev.prejoin.proof.bench.join.JoinServers;
import java.io.IOException;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the join takes upstream, and inside ClickHouse. */
@Command(
    name = "join",
    description = {
      "What the join takes upstream, and inside ClickHouse.",
      "",
      "The same backlog of change events in Kafka is drained to the aggregates by prejoin, by"
          + " ClickHouse's Kafka engine with a chain of materialized views, one of which joins, and"
          + " by a bare consumer of rows that are joined already, in turn. All is on this machine;"
          + " the processor time of all processes is counted."
    },
    mixinStandardHelpOptions = true)
final class JoinCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows of a backlog; ${DEFAULT-VALUE} unless given.")
  private long rows = 1_000_000;

  @Option(
      names = "--devices",
      paramLabel = "N",
      split = ",",
      description = "Rows of the dimension, one size or several; ${DEFAULT-VALUE} unless given.")
  private List<Long> devices = List.of(1_000L, 100_000L, 1_000_000L);

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How often each drains one; ${DEFAULT-VALUE} unless given.")
  private int rounds = 3;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      description = "Contenders whose names begin so; all unless given.")
  private String only = "";

  @Option(names = "--json", description = "Prints one JSON object, and nothing else.")
  private boolean json;

  @Spec private CommandSpec spec;

  JoinCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws InterruptedException {
    if (rows < 1 || rounds < 1 || devices.stream().anyMatch(count -> count < 2)) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--rows and --rounds must be 1 or more, --devices 2 or more");
    }
    Measurement<JoinReport> measurement = this::measure;
    return measurement.run(spec.commandLine(), json, JoinText::of, JoinReport::right);
  }

  private JoinReport measure(ClosingStack closing, Steps steps)
      throws SQLException, IOException, InterruptedException {
    Home home = Home.find();
    BenchServers servers = BenchServers.start(home, options, closing, steps);
    Map<String, String> keys = new LinkedHashMap<>(servers.keys());
    keys.keySet().removeAll(options.given().keySet());
    return new JoinBench(
            new JoinBench.Settings(rows, devices, rounds, only, options.given()),
            new JoinServers(
                servers.stack(),
                home.path("."),
                servers.directory(),
                BenchServers.jvmOptions(),
                keys),
            steps::step)
        .run();
  }
}
