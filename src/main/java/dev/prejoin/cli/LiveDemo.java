package dev.prejoin.cli;

import dev.prejoin.app.Application;
import dev.prejoin.app.RunFigures;
import dev.prejoin.console.FiguresAwayException;
import dev.prejoin.console.Layer;
import dev.prejoin.console.Overview;
import dev.prejoin.generate.ChangeRates;
import dev.prejoin.generate.DemoSource;
import dev.prejoin.runtime.Component;
import dev.prejoin.runtime.ProblemException;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Predicate;

/** Facts at a rate, until Ctrl-C, with a line of what happens. */
final class LiveDemo {
  private static final long LINE_EVERY_MS = 1000;

  private final Application application;
  private final DemoPipeline pipeline;
  private final Steps steps;

  LiveDemo(Application application, DemoPipeline pipeline, Steps steps) {
    this.application = application;
    this.pipeline = pipeline;
    this.steps = steps;
  }

  void run(DemoSource source, ClosingStack closing, int rate, ChangeRates rates)
      throws InterruptedException {
    long added = source.load(source.history(), Instant.now(), there -> {});
    if (added > 0) {
      steps.step(
          "Loaded %,d %s of the last %s".formatted(added, source.facts(), source.historySpan()));
    }
    application.start(steps::step);
    // A row that streams while its table is read comes twice, the second time as an update: the
    // page would show a correction that nobody has made.
    while (!closing.closed() && application.unread().isPresent()) {
      look(closing);
    }
    DemoSource.Live live = source.live(rate, rates);
    Component writer = closing.add(live.writer());
    Component changes = closing.add(live.changes());
    writer.start();
    if (!live.said().isEmpty()) {
      changes.start();
      steps.step(live.said());
    }
    steps.step("Generating %,d %s a second; Ctrl-C ends all".formatted(rate, source.facts()));
    while (!closing.closed()) {
      look(closing);
      throwProblem(writer);
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
