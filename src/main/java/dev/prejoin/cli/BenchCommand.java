package dev.prejoin.cli;

import dev.prejoin.app.Home;
import dev.prejoin.devstack.DevStack;
import dev.prejoin.proof.bench.CorrectionsBench;
import dev.prejoin.proof.bench.CorrectionsReport;
import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Figures that anyone can make again. */
@Command(
    name = "bench",
    description = "Measures, on servers of its own.",
    mixinStandardHelpOptions = true,
    subcommands = {
      BenchCommand.Corrections.class,
      BurstCommand.class,
      JoinCommand.class,
      RecoveryCommand.class
    })
final class BenchCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  BenchCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() {
    throw new CommandLine.ParameterException(
        spec.commandLine(), "Say what: corrections, burst, join or recovery");
  }

  /** What corrections take and cost. */
  @Command(
      name = "corrections",
      description = {
        "How soon corrections are in the aggregates, and what they cost fresh rows.",
        "",
        "First rows are inserted at an even rate, and a share of as many corrections: measures that"
            + " change, rows that go and come, metadata that changes. Each correction is watched"
            + " until the aggregates, asked every 10 ms, show it. Then backlogs without and with"
            + " corrections are drained in turn."
      },
      mixinStandardHelpOptions = true)
  static final class Corrections implements Callable<Integer> {
    @Mixin private SettingsOptions options = new SettingsOptions();

    @Option(
        names = "--rate",
        paramLabel = "N",
        description = "Fresh rows a second; ${DEFAULT-VALUE} unless given.")
    private int rate = 1_000;

    @Option(
        names = "--share",
        paramLabel = "SHARE",
        description = "Corrections to a fresh row; ${DEFAULT-VALUE} unless given.")
    private double share = 0.01;

    @Option(
        names = "--seconds",
        paramLabel = "N",
        description = "For how long times are measured; ${DEFAULT-VALUE} unless given.")
    private int seconds = 60;

    @Option(
        names = "--rows",
        paramLabel = "N",
        description = "Rows of a backlog; ${DEFAULT-VALUE} unless given.")
    private long rows = 300_000;

    @Option(
        names = "--rounds",
        paramLabel = "N",
        description = "Backlogs without and with corrections; ${DEFAULT-VALUE} unless given.")
    private int rounds = 3;

    @Option(names = "--json", description = "Prints one JSON object, and nothing else.")
    private boolean json;

    @Spec private CommandSpec spec;

    Corrections() {
      spec = CommandSpec.create();
    }

    @Override
    public Integer call() throws InterruptedException {
      if (rate < 1 || seconds < 1 || rows < 1 || rounds < 0 || !(share > 0 && share <= 1)) {
        throw new CommandLine.ParameterException(
            spec.commandLine(),
            "--rate, --seconds and --rows must be 1 or more, --rounds 0 or more, and --share above"
                + " 0 and at most 1");
      }
      Measurement<CorrectionsReport> measurement = this::measure;
      return measurement.run(
          spec.commandLine(), json, CorrectionsText::of, report -> report.wrong() == 0);
    }

    private CorrectionsReport measure(ClosingStack closing, Steps steps)
        throws SQLException, IOException, InterruptedException {
      DevStack stack =
          BenchServers.start(Home.find(), options, closing, steps).run(closing, steps).stack();
      return new CorrectionsBench(
              new CorrectionsBench.Settings(
                  stack.postgresJdbcUrl(),
                  stack.postgresUser(),
                  stack.clickHouseUrl(),
                  rate,
                  share,
                  seconds,
                  rows,
                  rounds),
              steps::update)
          .run();
    }
  }
}
