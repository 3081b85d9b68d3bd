package dev.prejoin.cli;

import dev.prejoin.app.Application;
import dev.prejoin.app.Home;
import dev.prejoin.app.Pipelines;
import dev.prejoin.config.Settings;
import dev.prejoin.devstack.DevStack;
import dev.prejoin.generate.ChangeRates;
import dev.prejoin.generate.Generator;
import dev.prejoin.generate.GeneratorSettings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
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
          + " time), creates the tables, starts prejoin, and generates power readings, until"
          + " Ctrl-C. Some are mended or removed later, devices move, and some come before their"
          + " metadata: the demo.….per.minute keys say how many. The same changes go through"
          + " ClickHouse's own join, too, for prejoin drift, unless demo.peer is false. What the"
          + " servers hold is kept in .prejoin and found again. Ports are those of the demo.….port"
          + " keys; --set changes one.",
      "",
      "With --once it loads readings through PostgreSQL, waits until the aggregates have them,"
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
      description = "With --once, how many readings there are to be in all; 100000 unless given.")
  private @Nullable Long rows;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Without --once, readings a second, over demo.rate.")
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

    Path file = home.path("topology/" + pipeline.pipeline() + ".sql");
    Application application =
        new Application(settings, home, Pipelines.read(settings, home, List.of(file)));
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
      GeneratorSettings readings = readings(demo, stack);
      Generator generator = new Generator(readings);
      generator.createTables();
      generator.insertDevices();
      steps.step(
          "Tables power_readings and device_metadata, %,d devices".formatted(demo.devices()));
      stopwatch.stage("source tables");
      if (once) {
        OnceDemo onceDemo =
            new OnceDemo(
                settings, home, pipeline, stack, closing.add(application), generator, steps);
        OnceReport report = onceDemo.run(rows == null ? OnceDemo.ROWS : rows, stopwatch);
        PrintWriter out = line.getOut();
        out.println(json ? report.json() : report.text());
        out.flush();
        return report.exitCode().status();
      }
      new LiveDemo(closing.add(application), pipeline, steps)
          .run(
              generator,
              closing,
              readings,
              rate == null ? demo.rate() : rate,
              changes(settings.demoChanges()));
      return 0;
    }
  }

  /** What is measured is prejoin alone. */
  private Map<String, String> overrides(Settings.Demo demo) {
    Map<String, String> keys = DemoServers.overrides(demo);
    if (once) {
      keys.put("peer.enabled", "false");
    }
    return keys;
  }

  private static ChangeRates changes(Settings.DemoChanges demo) {
    return new ChangeRates(
        demo.updates(), demo.deletes(), demo.metadataChanges(), demo.lateDevices());
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

  private static GeneratorSettings readings(Settings.Demo demo, DevStack stack) {
    return new GeneratorSettings(
        stack.postgresJdbcUrl(),
        stack.postgresUser(),
        "",
        demo.seed(),
        demo.devices(),
        GeneratorSettings.DEFAULT_INVALID_SHARE,
        GeneratorSettings.DEFAULT_UNKNOWN_DEVICE_SHARE);
  }
}
