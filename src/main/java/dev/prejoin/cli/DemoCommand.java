package dev.prejoin.cli;

import dev.prejoin.app.Application;
import dev.prejoin.app.ClickHouseServer;
import dev.prejoin.app.Home;
import dev.prejoin.app.Pipelines;
import dev.prejoin.config.Settings;
import dev.prejoin.devstack.DevStack;
import dev.prejoin.generate.ChangeRates;
import dev.prejoin.generate.DemoSource;
import dev.prejoin.generate.SourceServer;
import dev.prejoin.sink.clickhouse.ClickHouse;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A shipped pipeline on servers of its own. */
@Command(
    name = "demo",
    description = {
      "Runs a shipped pipeline on real servers of its own.",
      "",
      "Starts PostgreSQL, Kafka, a schema registry and ClickHouse on 127.0.0.1 (fetched the first"
          + " time), creates the tables, starts prejoin, and generates power readings, or events of"
          + " experiments, until Ctrl-C. Some are mended or removed later, what they are joined"
          + " with changes, and some come before that: the demo.….per.minute keys say how many. The"
          + " same changes of power readings go through ClickHouse's own join, too, for prejoin"
          + " drift, unless demo.peer is false. What the servers hold is kept in .prejoin and found"
          + " again. Ports are those of the demo.….port keys; --set changes one.",
      "",
      "With --once it loads rows through PostgreSQL, waits until the aggregates have them,"
          + " compares all with what the pipeline's own SQL says over the source, and ends: with"
          + " exit status 0, or 1 if anything differs."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  @Mixin private SettingsOptions options = new SettingsOptions();

  @Option(
      names = "--pipeline",
      paramLabel = "NAME",
      description = "The pipeline, of ${COMPLETION-CANDIDATES}; ${DEFAULT-VALUE} unless given.")
  private DemoPipeline pipeline = DemoPipeline.POWER;

  @Option(names = "--once", description = "Loads, waits, compares and ends.")
  private boolean once;

  @Option(
      names = "--rows",
      paramLabel = "N",
      description =
          "With --once, how many facts there are to be in all, at least; 100000 unless given.")
  private @Nullable Long rows;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Without --once, facts a second, over demo.rate or demo.experiments.rate.")
  private @Nullable Integer rate;

  @Option(
      names = "--json",
      description = "With --once, prints one JSON object, and nothing else, on standard output.")
  private boolean json;

  @Spec private CommandSpec spec;

  DemoCommand() {
    spec = CommandSpec.create();
  }

  @Override
  public Integer call() throws InterruptedException {
    checkOptions();
    Home home = Home.find();
    Settings.Demo demo = options.read(home).demo();
    Settings settings = options.read(home, overrides(demo));
    CommandLine line = spec.commandLine();
    PrintWriter said = json ? line.getErr() : line.getOut();
    Steps steps = new Steps(said, CommandLine.Help.Ansi.AUTO.enabled());
    Stopwatch stopwatch = new Stopwatch();

    Pipelines pipelines = Pipelines.read(settings, home);
    Application application =
        new Application(settings, home, pipelines)
            .verifiedBy(new ConsoleVerification(settings, home, pipelines));
    ClosingStack closing = new ClosingStack();
    Runnable end =
        () -> {
          closing.closeAll();
          steps.step("Stopped; the data is kept in " + demo.directory());
        };
    try (Shutdown shutdown = new Shutdown(end)) {
      DevStack stack =
          closing.add(DevStack.start(DemoServers.stack(demo, home.path(demo.directory())), steps));
      stopwatch.stage("servers");
      createDatabase(settings);
      DemoServers.remember(home.path(demo.directory()), pipeline);
      DemoSource source =
          pipeline.source(
              demo, new SourceServer(stack.postgresJdbcUrl(), stack.postgresUser(), ""));
      steps.step(source.prepare());
      stopwatch.stage("source tables");
      if (once) {
        OnceDemo onceDemo =
            new OnceDemo(settings, home, pipeline, stack, closing.add(application), source, steps);
        OnceReport report = onceDemo.run(rows == null ? OnceDemo.ROWS : rows, stopwatch);
        PrintWriter out = line.getOut();
        out.println(json ? report.json() : report.text());
        out.flush();
        return report.exitCode().status();
      }
      new LiveDemo(closing.add(application), pipeline, steps)
          .run(
              source,
              closing,
              rate == null ? pipeline.rate(demo) : rate,
              changes(settings.demoChanges()));
      return 0;
    }
  }

  private void createDatabase(Settings settings) {
    try (ClickHouse clickHouse = ClickHouseServer.beforeItsDatabase(settings)) {
      clickHouse.execute("CREATE DATABASE IF NOT EXISTS " + pipeline.database(), Map.of());
    }
  }

  /** What is measured is prejoin alone. */
  private Map<String, String> overrides(Settings.Demo demo) {
    Map<String, String> keys = DemoServers.overrides(demo, pipeline);
    if (once) {
      keys.put("peer.enabled", "false");
    }
    return keys;
  }

  private static ChangeRates changes(Settings.DemoChanges demo) {
    return new ChangeRates(demo.updates(), demo.deletes(), demo.metadataChanges(), demo.late());
  }

  private void checkOptions() {
    if (!once && (rows != null || json)) {
      throw new ParameterException(spec.commandLine(), "--rows and --json go with --once");
    }
    if (once && rate != null) {
      throw new ParameterException(spec.commandLine(), "--rate does not go with --once");
    }
    if (rows != null && rows < 1) {
      throw new ParameterException(spec.commandLine(), "--rows must be 1 or more, not " + rows);
    }
    if (rate != null && rate < 1) {
      throw new ParameterException(spec.commandLine(), "--rate must be 1 or more, not " + rate);
    }
  }
}
