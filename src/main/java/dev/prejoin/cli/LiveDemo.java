package dev.prejoin.cli;

import dev.prejoin.app.Application;
import dev.prejoin.app.RunFigures;
import dev.prejoin.console.FiguresAwayException;
import dev.prejoin.console.Layer;
import dev.prejoin.console.Overview;
import dev.prejoin.generate.ChangeRates;
import dev.prejoin.generate.Generator;
import dev.prejoin.generate.GeneratorSettings;
import dev.prejoin.generate.LiveChanges;
import dev.prejoin.generate.LiveGenerator;
import dev.prejoin.runtime.Component;
import dev.prejoin.runtime.ProblemException;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;

/** Readings at a rate, until Ctrl-C, with a line of what happens. */
final class LiveDemo {
  /** Two days of an hour's reading per device, so that the page has something to show. */
  private static final int HISTORY_HOURS = 48;

  private static final long LINE_EVERY_MS = 1000;

  private final Application application;
  private final DemoPipeline pipeline;
  private final Steps steps;

  LiveDemo(Application application, DemoPipeline pipeline, Steps steps) {
    this.application = application;
    this.pipeline = pipeline;
    this.steps = steps;
  }

  void run(
      Generator generator,
      ClosingStack closing,
      GeneratorSettings readings,
      int rate,
      ChangeRates rates)
      throws InterruptedException {
    long history = (long) readings.devices() * HISTORY_HOURS;
    long added = generator.load(history, Instant.now(), there -> {});
    if (added > 0) {
      steps.step("Loaded %,d readings of the last %d hours".formatted(added, HISTORY_HOURS));
    }
    application.start(steps::step);
    // A row that streams while its table is read comes twice, the second time as an update: the
    // page would show a correction that nobody has made.
    while (!closing.closed() && application.unread().isPresent()) {
      look(closing);
    }
    LiveGenerator live = closing.add(new LiveGenerator(readings, rate));
    live.start();
    LiveChanges changes = closing.add(new LiveChanges(readings, rates));
    if (!rates.none()) {
      changes.start();
      steps.step(
          "In a minute, %,d readings are mended, %,d removed, %,d devices move and %,d come before their metadata"
              .formatted(
                  rates.updates(), rates.deletes(), rates.metadataChanges(), rates.lateDevices()));
    }
    steps.step("Generating %,d readings a second; Ctrl-C ends all".formatted(rate));
    while (!closing.closed()) {
      look(closing);
      throwProblem(live);
      throwProblem(changes);
    }
  }

  private void look(ClosingStack closing) throws InterruptedException {
    Thread.sleep(LINE_EVERY_MS);
    application.throwFailure();
    if (!closing.closed()) {
      show(application.figures(pipeline.pipeline()));
    }
  }

  private static void throwProblem(Component writer) {
    RuntimeException failure = writer.status().failure();
    if (failure instanceof ProblemException problem) {
      throw problem;
    }
  }

  private void show(RunFigures figures) {
    try {
      steps.live(line(figures.overview()));
    } catch (FiguresAwayException e) {
      steps.live(e.reason());
    }
  }

  static String line(Overview overview) {
    long rejects = sum(overview, layer -> layer.kind() == Layer.Kind.REJECTS);
    Layer last =
        overview.layers().stream()
            .filter(layer -> layer.kind() == Layer.Kind.VIEW)
            .reduce((first, second) -> second)
            .orElseThrow();
    String freshness =
        Double.isNaN(overview.freshness().p50Seconds())
            ? "not measured yet"
            : String.format(
                Locale.ROOT,
                "%.2f s (p99 %.2f s)",
                overview.freshness().p50Seconds(),
                overview.freshness().p99Seconds());
    return String.format(
        Locale.ROOT,
        "%,.0f rows/s  freshness %s  %s %,d rows  rejects %,d  corrected %,d  stale buckets %,d",
        Double.isNaN(last.rowsPerSecond()) ? 0 : last.rowsPerSecond(),
        freshness,
        last.name(),
        last.rows(),
        rejects,
        overview.corrections().rows(),
        overview.freshness().staleBuckets());
  }

  private static long sum(Overview overview, Predicate<Layer> which) {
    return overview.layers().stream().filter(which).mapToLong(Layer::rows).sum();
  }
}
