package dev.prejoin.cli;

import dev.prejoin.app.Home;
import dev.prejoin.proof.bench.RecoveryBench;
import dev.prejoin.proof.bench.RecoveryReport;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How long it takes until all is as before a kill. */
@Command(
    name = "recovery",
    description = {
      "How long rows are late after a kill -9.",
      "",
      "Capture, topology and sink run as processes of their own, while rows are inserted at an even"
          + " rate. One after the other is killed and started again at once. It tells how long it"
          + " takes from the kill until rows that were committed after it are in the aggregates as"
          + " soon as before. In the end the oracle compares every row and every bucket: exit"
          + " status 1 if one differs."
    },
    mixinStandardHelpOptions = true)
final class RecoveryCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Rows a second; ${DEFAULT-VALUE} unless given.")
  private int rate = 1_000;

  @Option(
      names = "--kills",
      paramLabel = "N",
      description = "How often each is killed; ${DEFAULT-VALUE} unless given.")
  private int kills = 7;

  @Option(names = "--json", description = "Prints one JSON object, and nothing else.")
  private boolean json;

  @Spec private CommandSpec spec;

  RecoveryCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws InterruptedException {
    if (kills < 1 || rate < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--kills and --rate must be 1 or more");
    }
    Measurement<RecoveryReport> measurement = this::measure;
    return measurement.run(spec.commandLine(), json, RecoveryReport::text, RecoveryReport::equal);
  }

  private RecoveryReport measure(ClosingStack closing, Steps steps)
      throws SQLException, IOException, InterruptedException {
    BenchServers servers = BenchServers.start(Home.find(), options, closing, steps);
    return closing
        .add(
            new RecoveryBench(
                new RecoveryBench.Settings(
                    servers.stack().postgresJdbcUrl(),
                    servers.stack().postgresUser(),
                    servers.stack().clickHouseUrl(),
                    servers.pipelines().named("power").file(),
                    servers.directory(),
                    BenchServers.jvmOptions(),
                    servers.keys(),
                    rate,
                    kills),
                servers::judge,
                steps::update))
        .run();
  }
}
