package dev.prejoin.cli;

import dev.prejoin.app.Home;
import dev.prejoin.app.Pipeline;
import dev.prejoin.app.status.LandingBarrier;
import dev.prejoin.config.Settings;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.proof.Barrier;
import dev.prejoin.proof.OracleSettings;
import dev.prejoin.proof.TimeRange;
import dev.prejoin.proof.VerifySettings;
import dev.prejoin.schema.Column;
import dev.prejoin.sink.Version;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Hands the oracle what it may know of a run: names, keys, and where a moment of it is. */
final class VerifyScope {
  private VerifyScope() {}

  static VerifySettings of(Pipeline pipeline, Settings settings, Home home, TimeRange range) {
    Plan plan = pipeline.plan();
    Map<String, List<String>> keys = new HashMap<>();
    for (Source source : plan.sources()) {
      keys.put(
          source.relation().name(), source.relation().key().stream().map(Column::name).toList());
    }
    Map<String, String> facts = new HashMap<>();
    for (View view : plan.views()) {
      if (!view.dimension()) {
        facts.put(view.target().name(), plan.facts(view).relation().name());
      }
    }
    return new VerifySettings(
        pipeline.name(),
        pipeline.file(),
        pipeline.aggregates(settings, home),
        keys,
        facts,
        plan.sources().stream()
            .filter(Source::ignoresDeletes)
            .map(source -> source.relation().name())
            .collect(Collectors.toSet()),
        pipeline.sourcesNotLanded(settings),
        Version.FIRST_OFFSET_SQL,
        range);
  }

  /**
   * The servers.
   *
   * @param host of PostgreSQL, as ClickHouse reaches it
   */
  static OracleSettings servers(Settings settings, String host, int port) {
    Settings.ClickHouse clickHouse = settings.clickHouse();
    Settings.Postgres postgres = settings.postgres();
    return new OracleSettings(
        clickHouse.url(),
        clickHouse.user(),
        clickHouse.password().reveal(),
        clickHouse.database(),
        host,
        port,
        postgres.database(),
        postgres.user(),
        postgres.password().reveal());
  }

  static Barrier barrier(LandingBarrier run) {
    return new Barrier() {
      @Override
      public Map<String, Map<Integer, Long>> ends() {
        return run.ends();
      }

      @Override
      public void await(Consumer<String> progress) {
        run.await(progress);
      }
    };
  }
}
