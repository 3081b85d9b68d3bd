package dev.prejoin.cli;

import dev.prejoin.app.Application;
import dev.prejoin.app.Home;
import dev.prejoin.app.LayerCounts;
import dev.prejoin.app.Pipeline;
import dev.prejoin.app.RunFigures;
import dev.prejoin.app.status.LandingBarrier;
import dev.prejoin.config.Settings;
import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.ProcessFigures;
import dev.prejoin.devstack.Server;
import dev.prejoin.generate.DemoSource;
import dev.prejoin.proof.Oracle;
import dev.prejoin.proof.OracleReport;
import dev.prejoin.proof.OracleSettings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Loads facts through PostgreSQL, waits for the aggregates, and asks the oracle. */
final class OnceDemo {
  static final long ROWS = 100_000;

  private static final long LOOK_EVERY_MS = 200;

  private final Settings settings;
  private final Home home;
  private final DemoPipeline demo;
  private final DevStack stack;
  private final Application application;
  private final DemoSource source;
  private final Steps steps;

  OnceDemo(
      Settings settings,
      Home home,
      DemoPipeline demo,
      DevStack stack,
      Application application,
      DemoSource source,
      Steps steps) {
    this.settings = settings;
    this.home = home;
    this.demo = demo;
    this.stack = stack;
    this.application = application;
    this.source = source;
    this.steps = steps;
  }

  OnceReport run(long rows, Stopwatch stopwatch) throws InterruptedException {
    application.start(steps::step);
    application.awaitRunning();
    steps.step("prejoin runs");
    stopwatch.stage("prejoin starts");

    long added =
        source.load(
            rows,
            Instant.now(),
            there -> steps.update("Loading %s: %,d of %,d".formatted(source.facts(), there, rows)));
    source.purge();
    double loading = stopwatch.stage("load");
    steps.step("Loaded %,d %s into PostgreSQL".formatted(added, source.facts()));

    RunFigures figures = application.figures(demo.pipeline());
    awaitAggregates(figures);
    // Rejects of rows that are gone count on: in a folder in which rows were removed, what is there
    // says too early that all is.
    try (LandingBarrier barrier = application.pipelines().barrier(settings)) {
      barrier.await(steps::update);
    }
    awaitCounted(figures);
    LayerCounts counts = figures.counts();
    double landing = stopwatch.stage("land");
    steps.step("All of them are in the aggregates");

    Pipeline pipeline = application.pipelines().named(demo.pipeline());
    OracleReport oracle =
        new Oracle(oracleSettings())
            .compare(
                pipeline.file(),
                home.path("clickhouse/oracle/" + pipeline.name() + ".sql"),
                pipeline.sourcesNotLanded(settings));
    stopwatch.stage("oracle");
    steps.step("The oracle has compared every row and every bucket");
    return new OnceReport(
        source.facts(),
        added,
        counts,
        added / (loading + landing),
        stopwatch.stages(),
        memory(),
        oracle);
  }

  private void awaitAggregates(RunFigures figures) throws InterruptedException {
    long rows = source.rows();
    await(
        () -> {
          long there = figures.landed() + figures.rejected();
          return there >= rows && figures.counts().complete(rows)
              ? Optional.empty()
              : Optional.of(
                  "Landing: %,d of %,d %s are there".formatted(there, rows, source.facts()));
        });
  }

  /** What landed last may have made buckets stale. */
  private void awaitCounted(RunFigures figures) throws InterruptedException {
    await(
        () ->
            Optional.of(figures.counts().staleBuckets())
                .filter(stale -> stale > 0)
                .map("Counting %,d buckets anew"::formatted));
  }

  /**
   * @param missing what it still waits for; empty once that is there
   */
  private void await(Supplier<Optional<String>> missing) throws InterruptedException {
    while (true) {
      application.throwFailure();
      Optional<String> still = missing.get();
      if (still.isEmpty()) {
        return;
      }
      steps.update(still.get());
      Thread.sleep(LOOK_EVERY_MS);
    }
  }

  private OracleSettings oracleSettings() {
    Settings.ClickHouse clickHouse = settings.clickHouse();
    return new OracleSettings(
        clickHouse.url(),
        clickHouse.user(),
        clickHouse.password().reveal(),
        clickHouse.database(),
        stack.postgresHost(),
        stack.postgresPort(),
        stack.postgresDatabase(),
        stack.postgresUser(),
        "");
  }

  /** Bytes of memory of each process. */
  private Map<String, Long> memory() {
    Map<String, Long> memory = new LinkedHashMap<>();
    for (Server server : Server.values()) {
      memory.put(server.title(), stack.figures(server).bytes());
    }
    memory.put("prejoin", ProcessFigures.own().bytes());
    return memory;
  }
}
