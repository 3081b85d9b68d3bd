package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.prejoin.app.definitions.DefinitionState;
import dev.prejoin.app.definitions.RestateRequest;
import dev.prejoin.app.definitions.RestateWork;
import dev.prejoin.app.definitions.ViewHistory;
import dev.prejoin.app.definitions.ViewStanding;
import dev.prejoin.app.status.Balance;
import dev.prejoin.app.status.StatusReader;
import dev.prejoin.config.Settings;
import dev.prejoin.devstack.FreshDevStack;
import dev.prejoin.devstack.JavaProcess;
import dev.prejoin.generate.power.Generator;
import dev.prejoin.generate.power.GeneratorSettings;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views that are defined otherwise than before, and new ones, on real servers. */
class RedefineIT {
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final int READINGS = 4_000;
  private static final String L1 = "l1_power_raw";
  private static final List<String> ALL = List.of();

  /** Tasks write down how far they have read once in a thousand records, in four partitions. */
  private static final int NOT_TOLD = 4_000;

  private static final int NEW = 6_000;

  /** Rows that the first rules let through and the last one does not. */
  private static final int BETWEEN = 300;

  @TempDir Path home;
  private FreshDevStack servers;

  @BeforeEach
  void startServers() throws Exception {
    servers = new FreshDevStack();
    Generator generator =
        new Generator(
            GeneratorSettings.withDefaults(
                servers.stack().postgresJdbcUrl(), servers.stack().postgresUser(), ""));
    generator.createTables();
    generator.insertDevices();
    generator.load(READINGS, Instant.now(), there -> {});
    insert(300, 60);
    insert(300, 500);
    insert(BETWEEN, 45);
    ProjectCopy.of(home, "topology/power.sql", "schemas", "clickhouse");
  }

  @AfterEach
  void stopServers() {
    servers.close();
  }

  @Test
  void shouldMakeHistoryAnewByWhatTheViewsSayNowAndFillNewOnes() throws Exception {
    Settings settings = settings(Map.of());
    try (Application application = start(settings)) {
      assertEqualToTheSource();
      assertThat(changed(settings)).isEmpty();
    }
    edit("power_usage_kWh < 100", "(power_usage_kWh < 50 OR power_usage_kWh > 400)");
    edit(" m.building_type,", " upper(m.building_type) AS building_type,");
    long rows = rows("SELECT count() FROM l1_power_raw FINAL");

    List<ViewStanding> planned = changed(settings);
    assertThat(planned)
        .extracting(ViewStanding::view, ViewStanding::state)
        .containsExactly(
            tuple("mv_l1_to_l2", ViewHistory.State.CHANGES_AT_START),
            tuple("mv_l2_to_l3", ViewHistory.State.CHANGES_AT_START));
    assertThat(planned.get(0).rows()).isEqualTo(rows);
    assertThat(planned.get(0).hours())
        .isEqualTo(rows("SELECT uniqExact(toStartOfHour(timestamp)) FROM l1_power_raw FINAL"));
    assertThat(planned.get(0).differences())
        .containsExactly(
            "- rule power_usage_kWh < 100",
            "+ rule (power_usage_kWh < 50 OR power_usage_kWh > 400)");
    assertThat(planned.get(1).differences())
        .containsExactly(
            "- column building_type String = m.building_type",
            "+ column building_type String = upper(m.building_type)");
    try (ViewRestates restates = Pipelines.read(settings, new Home(home)).restates(settings)) {
      assertThatThrownBy(() -> restates.request(ALL))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("mv_l1_to_l2 does not run as it is defined here");
      assertThatThrownBy(() -> restates.standings(List.of("mv_none")))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("there is no view mv_none; those that are: mv_l1_to_l2");
    }

    Map<String, RestateRequest> asked = killInTheMiddle(rows);
    RestateWork begun = work().orElseThrow();
    assertThat(begun.sent()).isBetween(500L, rows - 1);

    Settings slow = settings(Map.of("sink.restate.rows.per.second", "400"));
    AtomicBoolean ended = new AtomicBoolean();
    Thread writer = new Thread(() -> changeRows(ended));
    try (Application application = start(slow);
        ViewRestates restates = application.pipelines().restates(slow)) {
      writer.start();
      await().atMost(SOON).until(() -> work().orElseThrow().sent() > begun.sent());
      restates.pause(ALL);
      await().atMost(SOON).until(() -> changed(slow).stream().allMatch(ViewStanding::paused));
      RestateWork paused = await().atMost(SOON).until(this::stillWork, Optional::isPresent).get();
      assertThat(paused.sent()).isLessThan(rows);
      assertThat(restates.request(ALL)).as("the same goes on").isEqualTo(asked);

      Map<String, Long> sent = restates.await(asked, line -> {});
      ended.set(true);
      writer.join();

      assertThat(sent).containsOnlyKeys(L1);
      assertThat(application.meters().find("prejoin.restate.views.rows").counter().count())
          .as("nothing is begun anew")
          .isLessThanOrEqualTo(rows + NOT_TOLD - begun.sent() + 1_000);
      assertThat(changed(slow)).isEmpty();
      assertEqualToTheSource();
      assertThat(rows("SELECT count() FROM l2_power_cleaned FINAL WHERE power_usage_kWh = 60"))
          .isZero();
      assertThatEachRowIsInOnePlace(application, slow);
      assertThat(restates.request(ALL)).as("nothing is left to be done").isEmpty();
    } finally {
      ended.set(true);
    }

    // Now with a new view, which fills itself, and with rows that are to stay as they are.
    addAView();
    edit("power_usage_kWh < 50 OR", "power_usage_kWh < 40 OR");
    long kept = rows("SELECT count() FROM l2_power_cleaned FINAL WHERE power_usage_kWh = 45");
    assertThat(kept).isGreaterThanOrEqualTo(BETWEEN);
    try (Application application = start(settings);
        ViewRestates restates = application.pipelines().restates(settings)) {
      await()
          .atMost(SOON)
          .until(
              () ->
                  rows("SELECT count() FROM l2_high FINAL")
                      == source("\"power_usage_kWh\" > 10 AND \"power_usage_kWh\" <> 'NaN'"));
      await().atMost(SOON).until(() -> stateOf("mv_high", settings).isEmpty());
      await()
          .atMost(SOON)
          .until(
              () ->
                  stateOf("mv_l1_to_l2", settings).equals(Optional.of(ViewHistory.State.CHANGED)));
      insert(10, 45);
      insert(10, 470);
      try (var barrier = application.pipelines().barrier(settings)) {
        barrier.await(line -> {});
      }
      assertThat(rows("SELECT count() FROM l3_power_joined FINAL WHERE power_usage_kWh = 470"))
          .isEqualTo(10);
      assertThat(restates.keep(List.of("l2_power_cleaned"))).containsExactly("mv_l1_to_l2");
      assertThat(changed(settings)).isEmpty();
      assertThat(rows("SELECT count() FROM l2_power_cleaned FINAL WHERE power_usage_kWh = 45"))
          .isEqualTo(kept);
    }
  }

  private Optional<ViewHistory.State> stateOf(String view, Settings settings) {
    return changed(settings).stream()
        .filter(standing -> standing.view().equals(view))
        .map(ViewStanding::state)
        .findFirst();
  }

  /** A process of its own, which is killed when it has sent some. */
  private Map<String, RestateRequest> killInTheMiddle(long rows) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("run", "--config"));
    arguments.add(home.resolve("application.properties").toString());
    servers
        .settings(Map.of("sink.restate.rows.per.second", "400"))
        .forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    JavaProcess process =
        JavaProcess.start(
            List.of("-Dprejoin.home=" + home, "-Xmx512m", "-XX:TieredStopAtLevel=1"),
            "dev.prejoin.cli.Main",
            arguments,
            home.resolve("killed.log"));
    Settings settings = settings(Map.of());
    try (ViewRestates restates = Pipelines.read(settings, new Home(home)).restates(settings)) {
      await()
          .atMost(SOON)
          .until(
              () ->
                  changed(settings).stream()
                          .filter(view -> view.state() == ViewHistory.State.CHANGED)
                          .count()
                      == 2);
      insert(NEW, 450);
      await()
          .atMost(SOON)
          .until(
              () ->
                  rows("SELECT count() FROM l3_power_joined FINAL WHERE power_usage_kWh = 450")
                      == NEW);
      assertThat(changed(settings).get(0).rows())
          .as("the new ones are of it, but for those that the tasks' stores cannot tell from old")
          .isBetween(rows, rows + NOT_TOLD);
      Map<String, RestateRequest> asked = restates.request(ALL);
      assertThat(asked).containsOnlyKeys(L1);
      await()
          .atMost(SOON)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> work().filter(work -> work.sent() >= 500).isPresent());
      return asked;
    } finally {
      process.kill();
    }
  }

  private Optional<RestateWork> work() {
    return DefinitionState.read(kafka()).work(L1);
  }

  /** If it is the same for a while. */
  private Optional<RestateWork> stillWork() {
    Optional<RestateWork> before = work();
    await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
    return before.equals(work()) ? before : Optional.empty();
  }

  private Map<String, String> kafka() {
    return Map.of("bootstrap.servers", servers.stack().kafkaBootstrapServers());
  }

  private Application start(Settings settings) throws InterruptedException {
    Application application = new Application(settings, new Home(home));
    try {
      application.start(step -> {});
      application.awaitRunning();
      return application;
    } catch (RuntimeException | InterruptedException e) {
      application.close();
      throw e;
    }
  }

  private List<ViewStanding> changed(Settings settings) {
    return Pipelines.read(settings, new Home(home)).changedViews(settings);
  }

  private void addAView() throws IOException {
    Files.writeString(
        home.resolve("topology/power.sql"),
        Files.readString(home.resolve("topology/power.sql"))
            + """

            CREATE MATERIALIZED VIEW mv_high TO l2_high AS
            SELECT timestamp, device_id, power_usage_kWh FROM l1_power_raw
            WHERE power_usage_kWh > 10;
            """);
    Files.writeString(
        home.resolve("schemas/avro/l2_high.avsc"),
        Files.readString(home.resolve("schemas/avro/l2_power_cleaned.avsc"))
            .replace("\"name\": \"l2_power_cleaned\"", "\"name\": \"l2_high\""));
    Settings settings = settings(Map.of());
    Pipelines pipelines = Pipelines.read(settings, new Home(home));
    assertThat(pipelines.named("power").writeDdl(settings, new Home(home))).hasSize(1);
    assertThat(pipelines.changedViews(settings))
        .extracting(ViewStanding::state)
        .containsExactly(ViewHistory.State.NEW_AT_START);
  }

  /** Rows change all the while, to such as pass and such as do not. */
  private void changeRows(AtomicBoolean ended) {
    Random random = new Random(1);
    try (Connection connection = servers.connect();
        Statement running = connection.createStatement()) {
      while (!ended.get()) {
        int id = random.nextInt(READINGS);
        running.execute(
            switch (random.nextInt(4)) {
              case 0 -> "DELETE FROM power_readings WHERE id = " + id;
              case 1 ->
                  "UPDATE power_readings SET device_id = %d WHERE id = %d"
                      .formatted(1 + random.nextInt(100), id);
              default ->
                  "UPDATE power_readings SET \"power_usage_kWh\" = %d WHERE id = %d"
                      .formatted(List.of(20, 70, 450).get(random.nextInt(3)), id);
            });
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void assertThatEachRowIsInOnePlace(Application application, Settings settings) {
    try (StatusReader status = application.pipelines().status(settings)) {
      assertThat(status.balances(line -> {})).allMatch(Balance::holds);
    }
  }

  private void insert(int rows, int usage) throws SQLException {
    servers.postgres(
        "INSERT INTO power_readings (timestamp, device_id, \"power_usage_kWh\")"
            + " SELECT date_trunc('second', now()), n %% 50 + 1, %d FROM generate_series(1, %d) AS n"
                .formatted(usage, rows));
  }

  private void edit(String from, String to) throws IOException {
    Path file = home.resolve("topology/power.sql");
    String text = Files.readString(file);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to));
  }

  private Settings settings(Map<String, String> more) throws IOException {
    return ProjectCopy.settings(home, servers, more);
  }

  private long source(String condition) throws SQLException {
    try (Connection connection = servers.connect();
        Statement running = connection.createStatement();
        var rows = running.executeQuery("SELECT count(*) FROM power_readings WHERE " + condition)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private void assertEqualToTheSource() {
    PowerOracle.awaitEqual(servers.stack(), home);
  }

  private long rows(String query) throws Exception {
    return Long.parseLong(servers.clickHouse(query));
  }
}
