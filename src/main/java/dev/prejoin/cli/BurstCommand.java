package dev.prejoin.cli;

import dev.prejoin.app.Home;
import dev.prejoin.proof.bench.BurstBench;
import dev.prejoin.proof.bench.BurstReport;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What many updates at once take and cost. */
@Command(
    name = "burst",
    description = {
      "How long a burst of updates takes, and what it costs fresh rows.",
      "",
      "Rows of 49 hours are loaded, and then all of them are updated, in one transaction or a few,"
          + " while fresh rows are inserted at an even rate. It tells when the aggregates are what"
          + " the rows say, how often their buckets were counted anew for that, how late fresh rows"
          + " were meanwhile, and how much memory each process took. In the end the oracle compares"
          + " every row and every bucket: exit status 1 if one differs."
    },
    mixinStandardHelpOptions = true)
final class BurstCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--rows",
      paramLabel = "N",
      description = "Rows that are updated; ${DEFAULT-VALUE} unless given.")
  private long rows = 1_000_000;

  @Option(
      names = "--transactions",
      paramLabel = "N",
      description = "In so many transactions; ${DEFAULT-VALUE} unless given.")
  private int transactions = 1;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Fresh rows a second; ${DEFAULT-VALUE} unless given.")
  private int rate = 1_000;

  @Option(names = "--json", description = "Prints one JSON object, and nothing else.")
  private boolean json;

  @Spec private CommandSpec spec;

  BurstCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws InterruptedException {
    if (rows < 1 || transactions < 1 || rate < 1) {
      throw new CommandLine.ParameterException(
          spec.commandLine(), "--rows, --transactions and --rate must be 1 or more");
    }
    Measurement<BurstReport> measurement = this::measure;
    return measurement.run(spec.commandLine(), json, BurstText::of, BurstReport::equal);
  }

  private BurstReport measure(ClosingStack closing, Steps steps)
      throws SQLException, IOException, InterruptedException {
    BenchServers servers =
        BenchServers.start(Home.find(), options, closing, steps).run(closing, steps);
    return new BurstBench(
            new BurstBench.Settings(
                servers.stack().postgresJdbcUrl(),
                servers.stack().postgresUser(),
                servers.stack().clickHouseUrl(),
                rows,
                transactions,
                rate),
            servers::judge,
            servers::memory,
            steps::update)
        .run();
  }
}
