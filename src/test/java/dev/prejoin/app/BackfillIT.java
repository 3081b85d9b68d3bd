package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.prejoin.app.backfill.Backfill;
import dev.prejoin.app.backfill.BackfillReport;
import dev.prejoin.app.status.StatusReader;
import dev.prejoin.app.status.StatusReport;
import dev.prejoin.capture.BackfillRange;
import dev.prejoin.capture.CaptureProgress;
import dev.prejoin.config.Settings;
import dev.prejoin.devstack.FreshDevStack;
import dev.prejoin.generate.power.Generator;
import dev.prejoin.generate.power.GeneratorSettings;
import dev.prejoin.plan.Source;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ranges that are read again, of tables that were changed behind the capture's back. */
class BackfillIT {
  private static final Duration SOON = Duration.ofSeconds(120);
  private static final int READINGS = 6_000;
  private static final String L1 = "l1_power_raw";
  private static final String OLD = "2026-01-01 00:00:00+00";

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
    // An hour of its own.
    servers.postgres(
        "INSERT INTO power_readings (timestamp, device_id, \"power_usage_kWh\") SELECT '%s'::timestamptz + n * interval '1 second', n %% 50 + 1, 5 FROM generate_series(1, 1000) AS n"
            .formatted(OLD));
    ProjectCopy.of(home, "topology/power.sql", "schemas", "clickhouse");
  }

  @AfterEach
  void stopServers() {
    servers.close();
  }

  @Test
  void shouldBringARangeWithoutGhostsAndTouchNothingElse() throws Exception {
    Settings settings = settings(Map.of("capture.snapshot.chunk.rows", "100"));
    try (Application application = start(settings);
        Backfill backfill = application.pipelines().backfill(settings)) {
      assertEqualToTheSource();
      Pipelines pipelines = application.pipelines();
      Source readings = pipelines.source(L1);
      unseen(
          """
          UPDATE power_readings SET "power_usage_kWh" = 77 WHERE id % 10 = 1;
          UPDATE power_readings SET "power_usage_kWh" = 500 WHERE id % 10 = 2;
          UPDATE power_readings SET timestamp = timestamp + interval '1 day' WHERE id % 10 = 3 AND timestamp < '2026-01-02';
          DELETE FROM power_readings WHERE id % 10 = 4;
          INSERT INTO power_readings (timestamp, device_id, "power_usage_kWh")
          SELECT '2026-01-01 00:30:00+00'::timestamptz, 7, 33 FROM generate_series(1, 50);
          UPDATE device_metadata SET customer_id = 'C-unseen' WHERE device_id = 1;
          DELETE FROM device_metadata WHERE device_id = 2
          """);
      long others = landed("timestamp >= '2026-01-03'");
      AtomicBoolean ended = new AtomicBoolean();
      Thread writer = new Thread(() -> changeRows(ended));
      writer.start();
      try {
        BackfillRange hour =
            BackfillRange.ofTime(
                "timestamp",
                List.of("2026-01-01 00:00:00.000000+00"),
                List.of("2026-01-01 01:00:00.000000+00"));
        String id = backfill.begin(readings, hour);

        BackfillReport report = backfill.complete(readings, hour, id, line -> {});

        assertThat(report.rows()).as("less 200, and 50 more").isEqualTo(850);
        assertThat(report.gone()).as("deleted").isEqualTo(100);
        assertThat(report.notes()).isEmpty();
      } finally {
        ended.set(true);
        writer.join();
      }
      try (var barrier = application.pipelines().barrier(settings)) {
        barrier.await(line -> {});
      }
      assertThat(landed("timestamp < '2026-01-01 01:00:00' AND power_usage_kWh = 33"))
          .isEqualTo(50);
      assertThat(landed("_key % 10 = 4 AND timestamp < '2026-01-02' AND power_usage_kWh <> 33"))
          .as("deleted, and not inserted then")
          .isZero();
      assertThat(landed("timestamp >= '2026-01-02' AND timestamp < '2026-01-03'"))
          .as("those that moved out of the range")
          .isEqualTo(100);
      assertThat(landed("timestamp >= '2026-01-03'")).as("outside").isEqualTo(others);
      assertThat(landed("timestamp >= '2026-01-03' AND power_usage_kWh = 77")).isZero();

      pausedAndResumed(backfill, readings);
      Source devices = pipelines.source("public.device_metadata");
      BackfillRange some = BackfillRange.ofKeys(List.of("1"), List.of("10"));
      String asked = backfill.begin(devices, some);
      await().atMost(SOON).until(() -> isRead("device_metadata", asked));
      try (Backfill later = application.pipelines().backfill(settings)) {
        assertThat(later.begin(devices, some)).isEqualTo(asked);
        BackfillReport report = later.complete(devices, some, asked, line -> {});
        assertThat(report.rows()).isEqualTo(9);
        assertThat(report.gone()).isEqualTo(1);
        assertThat(report.notes()).singleElement().asString().contains("read before this command");
      }
      assertEqualToTheSource();

      BackfillRange wrong = BackfillRange.ofKeys(List.of("x"), List.of("y"));
      String id = backfill.begin(readings, wrong);
      assertThatThrownBy(() -> backfill.complete(readings, wrong, id, line -> {}))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("keys x..y of public.power_readings cannot be read");
      servers.postgres("UPDATE power_readings SET device_id = 9 WHERE id % 7 = 0");
      assertEqualToTheSource();
    }
    askedForWhileNobodyCaptures(settings);
  }

  private void askedForWhileNobodyCaptures(Settings settings) {
    Pipelines pipelines = Pipelines.read(settings, new Home(home));
    try (Backfill backfill = pipelines.backfill(settings)) {
      Source readings = pipelines.source(L1);
      BackfillRange some = BackfillRange.ofKeys(List.of("1"), List.of("10"));
      BackfillRange others = BackfillRange.ofKeys(List.of("11"), List.of("20"));
      String id = backfill.begin(readings, some);
      assertThat(backfill.begin(readings, some)).as("the same is followed").isEqualTo(id);
      assertThatThrownBy(() -> backfill.begin(readings, others))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("being read again already (keys 1..10)");
      try (StatusReader status = pipelines.status(settings)) {
        assertThat(status.read().capture().orElseThrow().backfills())
            .containsExactly(
                new StatusReport.Range("public.power_readings", "keys 1..10", false, false, 0));
      }
      assertThat(backfill.end(readings, true)).contains("keys 1..10, 0 rows read");
      backfill.begin(readings, others);
      assertThatThrownBy(() -> backfill.complete(readings, some, id, line -> {}))
          .as("it waits for nothing that never comes")
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("somebody has ended it, or begun with another range");
    }
  }

  /** All other rows, by their keys. */
  private void pausedAndResumed(Backfill backfill, Source readings) throws Exception {
    BackfillRange all = BackfillRange.ofKeys(List.of("1"), List.of("1000000"));
    String id = backfill.begin(readings, all);
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> progress(L1).id().equals(id) && progress(L1).rows() > 0);
    assertThat(backfill.begin(readings, all)).as("the same goes on").isEqualTo(id);
    backfill.end(readings, false);
    await().atMost(SOON).until(() -> progress(L1).paused() || progress(L1).done());
    if (progress(L1).paused()) {
      assertThatThrownBy(
              () -> backfill.begin(readings, BackfillRange.ofKeys(List.of("1"), List.of())))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("--cancel");
      assertThatThrownBy(() -> backfill.complete(readings, all, id, line -> {}))
          .isInstanceOf(ProblemException.class)
          .hasMessageContaining("paused");
      assertThat(backfill.begin(readings, all)).isEqualTo(id);
    }
    assertThat(backfill.complete(readings, all, id, line -> {}).gone()).isPositive();
  }

  private boolean isRead(String topic, String id) {
    CaptureProgress.Backfill known = progress(topic);
    return known != null && known.id().equals(id) && known.done();
  }

  private CaptureProgress.Backfill progress(String topic) {
    return CaptureProgress.read(
            Map.of("bootstrap.servers", servers.stack().kafkaBootstrapServers()),
            KafkaTopics.CAPTURE_OFFSETS,
            "prejoin")
        .orElseThrow()
        .backfills()
        .get(topic);
  }

  /** What is not published is not captured. */
  private void unseen(String statements) throws SQLException {
    servers.postgres("ALTER PUBLICATION prejoin DROP TABLE power_readings, device_metadata");
    servers.postgres(statements);
    servers.postgres("ALTER PUBLICATION prejoin ADD TABLE power_readings, device_metadata");
  }

  /** Rows of the range and others change all the while, and come back in the end. */
  private void changeRows(AtomicBoolean ended) {
    Random random = new Random(1);
    try (Connection connection = servers.connect();
        Statement running = connection.createStatement()) {
      while (!ended.get()) {
        running.execute(
            "UPDATE power_readings SET \"power_usage_kWh\" = %d WHERE id = %d"
                .formatted(40 + random.nextInt(9), READINGS + 10 * random.nextInt(100) + 6));
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
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

  private long landed(String condition) throws Exception {
    return Long.parseLong(
        servers.clickHouse("SELECT count() FROM l3_power_joined FINAL WHERE " + condition));
  }

  private Settings settings(Map<String, String> more) throws IOException {
    return ProjectCopy.settings(home, servers, more);
  }

  private void assertEqualToTheSource() {
    PowerOracle.awaitEqual(servers.stack(), home);
  }
}
