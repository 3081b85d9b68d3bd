package dev.prejoin.cli;

import dev.prejoin.app.Application;
import dev.prejoin.app.Home;
import dev.prejoin.app.LayerCounts;
import dev.prejoin.app.Pipeline;
import dev.prejoin.app.RunFigures;
import dev.prejoin.app.status.LandingBarrier;
import dev.prejoin.config.Settings;
import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.Server;
import dev.prejoin.generate.DemoSource;
import dev.prejoin.proof.Oracle;
import dev.prejoin.proof.OracleReport;
import dev.prejoin.proof.OracleSettings;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

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

    awaitAggregates();
    // Rejects of rows that are gone count on: in a folder in which rows were removed, what is there
    // says too early that all is.
    try (LandingBarrier barrier = application.pipelines().barrier(settings)) {
      barrier.await(steps::update);
    }
    LayerCounts counts = awaitCounted();
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

  private void awaitAggregates() throws InterruptedException {
    RunFigures figures = application.figures(demo.pipeline());
    long rows = source.rows();
    while (true) {
      application.throwFailure();
      long there = figures.landed() + figures.rejected();
      if (there >= rows && figures.counts().complete(rows)) {
        return;
      }
      steps.update("Landing: %,d of %,d %s are there".formatted(there, rows, source.facts()));
      Thread.sleep(LOOK_EVERY_MS);
    }
  }

  /** What landed last may have made buckets stale. */
  private LayerCounts awaitCounted() throws InterruptedException {
    while (true) {
      application.throwFailure();
      LayerCounts counts = application.figures(demo.pipeline()).counts();
      if (counts.staleBuckets() == 0) {
        return counts;
      }
      steps.update("Counting %,d buckets anew".formatted(counts.staleBuckets()));
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
      memory.put(server.title(), stack.residentBytes(server));
    }
    memory.put("prejoin", DevStack.ownResidentBytes());
    return memory;
  }
}
