package dev.prejoin.proof.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.app.Application;
import dev.prejoin.app.Home;
import dev.prejoin.app.Pipelines;
import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.Directories;
import dev.prejoin.devstack.FreshDevStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever has changed, in any mixture and by several writers at once, on the real servers: all of
 * L3 and of each aggregate is what the SQL says over the source.
 */
class ChangesIT {
  private static final int STEPS = 15;
  private static final int CHANGES = 20;

  /** A key that is there already, and a deadlock. */
  private static final Set<String> IN_EACH_OTHERS_WAY = Set.of("23505", "40P01");

  /** Also an aggregate without the device, so that many rows of all partitions share a bucket. */
  private static final String BY_BUILDING =
      """

      CREATE MATERIALIZED VIEW mv_by_building TO l4_by_building AS
      SELECT toStartOfMonth(timestamp) AS month, building_type,
        countState(power_usage_kWh) AS usage_count, avgState(power_usage_kWh) AS usage_average,
        uniqExactState(device_id) AS devices, quantileExactState(0.5)(power_usage_kWh) AS middle
      FROM l3_power_joined GROUP BY month, building_type;
      """;

  private static final String EXPECTED_BY_BUILDING =
      """

      -- @aggregate l4_by_building
      -- @keys month, building_type
      -- @approximate average
      -- @expected
      SELECT toStartOfMonth(timestamp) AS month, building_type, count(power_usage_kWh) AS usage,
        avg(power_usage_kWh) AS average, uniqExact(device_id) AS uniq,
        quantileExact(0.5)(power_usage_kWh) AS median
      FROM l3_power_joined GROUP BY month, building_type;
      -- @actual
      SELECT month, building_type, countMerge(usage_count) AS usage,
        avgMerge(usage_average) AS average, uniqExactMerge(devices) AS uniq,
        quantileExactMerge(0.5)(middle) AS median
      FROM l4_by_building GROUP BY month, building_type;
      """;

  private static FreshDevStack servers;
  private static Application application;
  private static Source source;
  private static Judge judge;

  @BeforeContainer
  static void start() throws Exception {
    servers = new FreshDevStack();
    DevStack stack = servers.stack();
    source = new Source(stack.postgresJdbcUrl(), stack.postgresUser());
    Chaos.prepare(source);
    Path home = servers.directory().resolve("home").toAbsolutePath();
    Directories.copy(Path.of(""), List.of("topology/power.sql", "schemas", "clickhouse"), home);
    append(home.resolve("clickhouse/ddl/power.sql"), BY_BUILDING);
    append(home.resolve("clickhouse/oracle/power.sql"), EXPECTED_BY_BUILDING);
    Path nothing = Files.createFile(home.resolve("application.properties"));
    Settings settings = SettingsReader.read(nothing, Map.of(), servers.settings(Map.of()));
    Pipelines.read(settings, new Home(home)).named("power").writeDdl(settings, new Home(home));
    application = new Application(settings, new Home(home));
    application.start(step -> {});
    application.awaitRunning();
    judge = new Judge(home, source, new Aggregates(stack.clickHouseUrl()), Chaos.oracle(stack));
  }

  @AfterContainer
  static void stop() {
    application.close();
    servers.close();
  }

  @Property(tries = 6, shrinking = ShrinkingMode.OFF)
  void shouldBeWhatTheSqlSaysWhateverChanged(
      @ForAll long seed, @ForAll("weights") Map<Change, Integer> weights) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    Mix mix = new Mix(weights);
    List<Writer.Step> steps =
        List.of(
            Shapes.singles(new Rows(random.split()), CHANGES),
            Shapes.copy(new Rows(random.split()), CHANGES, 10 * CHANGES, 5),
            new Changes(new Rows(random.split()), mix, CHANGES),
            new Changes(new Rows(random.split()), mix, CHANGES));

    write(steps);

    Check check = judge.check(0, 0);
    assertThat(check.equal()).as(check.text()).isTrue();
    assertThat(check.rows()).isPositive();
    application.throwFailure();
  }

  @Provide
  static Arbitrary<Map<Change, Integer>> weights() {
    return Arbitraries.integers()
        .between(0, 5)
        .list()
        .ofSize(Change.values().length)
        .filter(list -> list.stream().anyMatch(weight -> weight > 0))
        .map(
            list -> {
              Map<Change, Integer> weights = new HashMap<>();
              for (Change change : Change.values()) {
                weights.put(change, list.get(change.ordinal()));
              }
              return weights;
            });
  }

  private static void write(List<Writer.Step> steps) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(steps.size());
    try {
      List<Future<?>> writers = new ArrayList<>();
      for (Writer.Step step : steps) {
        writers.add(
            threads.submit(
                () -> {
                  try (Connection connection = source.connect()) {
                    for (int i = 0; i < STEPS; i++) {
                      step(step, connection);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      threads.shutdown();
    }
  }

  /** Two that change the same row may be in each other's way; the source tells what came of it. */
  private static void step(Writer.Step step, Connection connection) throws Exception {
    try {
      step.write(connection);
    } catch (SQLException e) {
      if (!IN_EACH_OTHERS_WAY.contains(e.getSQLState())) {
        throw e;
      }
    }
  }

  private static void append(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardOpenOption.APPEND);
  }
}
