package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.prejoin.app.peer.DriftReader;
import dev.prejoin.config.Settings;
import dev.prejoin.console.Drift;
import dev.prejoin.console.Drift.Amount;
import dev.prejoin.console.DriftHistory;
import dev.prejoin.devstack.FreshDevStack;
import dev.prejoin.generate.power.Generator;
import dev.prejoin.generate.power.GeneratorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same changes through ClickHouse's own join, on real servers: what drifts is told by its kind,
 * to the row, while prejoin stays equal to the source.
 */
class DriftIT {
  private static final Duration SOON = Duration.ofSeconds(180);
  private static final Duration OFTEN = Duration.ofMillis(100);

  private static final int DEVICES = 50;
  private static final int LOADED = 500;
  private static final int LATE = 100;
  private static final double KWH = 1.5;

  private static final String VALID =
      " \"power_usage_kWh\" >= 0 AND \"power_usage_kWh\" < 100 AND \"power_usage_kWh\" <> 'NaN'";

  @TempDir Path home;
  private FreshDevStack servers;

  @BeforeEach
  void startServers() throws Exception {
    servers = new FreshDevStack();
    ProjectCopy.of(home, "topology/power.sql", "schemas", "clickhouse");
  }

  @AfterEach
  void stopServers() {
    servers.close();
  }

  @Test
  void shouldTellEachKindOfDriftToTheRowWhilePrejoinStaysEqualToTheSource() throws Exception {
    Generator generator =
        new Generator(
            new GeneratorSettings(
                servers.stack().postgresJdbcUrl(),
                servers.stack().postgresUser(),
                "",
                GeneratorSettings.DEFAULT_SEED,
                DEVICES,
                GeneratorSettings.DEFAULT_INVALID_SHARE,
                GeneratorSettings.DEFAULT_UNKNOWN_DEVICE_SHARE));
    generator.createTables();
    generator.insertDevices();
    Settings settings = settings();
    try (DriftReader reader = new DriftReader(ClickHouseServer.of(settings), settings, "power")) {
      assertThat(reader.read()).isEqualTo(DriftHistory.OFF);
      Drift before;
      try (Application application = start(settings)) {
        generator.load(LOADED, Instant.now(), there -> {});
        servers.postgres(
            """
            INSERT INTO power_readings ("timestamp", device_id, "power_usage_kWh")
            SELECT date_trunc('second', now()) - n * interval '1 second', 5000, %s
            FROM generate_series(1, %d) AS n
            """
                .formatted(KWH, LATE));
        Drift same = measuredOf(reader, valid());
        assertThat(same.truth()).isEqualTo(same.peer());
        assertThat(wrong(same)).containsOnly(0L);
        assertThat(same.bucketsOff()).isZero();
        assertThat(same.groups()).hasSize(2).allMatch(group -> group.off() == 0);

        servers.postgres("INSERT INTO device_metadata VALUES (5000, 'C-late', 'Late', 1, 2)");
        Drift late = measured(reader, LATE, 0, 0, 0);
        assertThat(late.blank().sum()).isEqualTo(LATE * KWH);
        assertThat(late.bucketsOff()).isPositive();
        assertThat(group(late, "building_type", "Late").truth())
            .isEqualTo(new Amount(LATE, LATE * KWH));
        assertThat(group(late, "building_type", "Late").peer()).isEqualTo(new Amount(0, 0));
        assertThat(late.truth().sum()).as("but all of it").isEqualTo(late.peer().sum());

        // Different numbers of each kind at once, so that none is taken for another.
        servers.postgres("UPDATE device_metadata SET customer_id = 'C-new' WHERE device_id = 1");
        servers.postgres(
            "UPDATE power_readings SET \"power_usage_kWh\" = 2.5 WHERE id IN"
                + " (SELECT id FROM power_readings WHERE device_id = 5000 ORDER BY id LIMIT 50)");
        servers.postgres(
            "DELETE FROM power_readings WHERE id IN (SELECT id FROM power_readings"
                + " WHERE device_id = 5000 ORDER BY id DESC LIMIT 20)");
        long former = count("device_id = 1 AND" + VALID);
        assertThat(former).isPositive();
        Drift more = measured(reader, LATE - 70, former, 50, 20);
        assertThat(more.twice().sum()).as("what was counted before").isEqualTo(50 * KWH);
        assertThat(more.gone().sum()).isEqualTo(20 * KWH);
        assertThat(more.fed().updates()).isEqualTo(50);
        assertThat(more.fed().deletes()).isEqualTo(20);
        assertThat(more.peer().rows() - more.truth().rows()).isEqualTo(70);
        assertThat(more.peer().sum() - more.truth().sum()).isCloseTo(70 * KWH, within(1e-6));

        servers.postgres("DELETE FROM device_metadata WHERE device_id = 5000");
        before = measured(reader, 0, former + 50, 50, 20);
        assertThat(application.peers()).allMatch(peer -> peer.status().failure() == null);
        PowerOracle.awaitEqual(servers.stack(), home);
      }
      shouldGoOnAfterARestartAndBeGoneWhenItIsRemoved(settings, reader, before);
    }
  }

  private void shouldGoOnAfterARestartAndBeGoneWhenItIsRemoved(
      Settings settings, DriftReader reader, Drift before) throws Exception {
    try (Application again = start(settings)) {
      Drift after = measuredOf(reader, valid());
      assertThat(after.peer()).as("nothing is given twice").isEqualTo(before.peer());
      assertThat(wrong(after)).isEqualTo(wrong(before));
      servers.postgres(
          "INSERT INTO power_readings (\"timestamp\", device_id, \"power_usage_kWh\")"
              + " VALUES (now(), 1, 1), (now(), 2, NULL), (now(), 3, -1), (now(), 3, 'NaN')");
      Drift more = measuredOf(reader, valid());
      assertThat(more.peer().rows()).isEqualTo(before.peer().rows() + 1);
      assertThat(more.fed().unfit()).isEqualTo(before.fed().unfit() + 1);

      assertThat(reader.remove()).isTrue();
      assertThat(reader.read()).isEqualTo(DriftHistory.OFF);
      assertThat(reader.remove()).isFalse();
      await()
          .atMost(SOON)
          .until(() -> again.peers().stream().allMatch(peer -> peer.status().failure() != null));
      servers.postgres(
          "INSERT INTO power_readings (\"timestamp\", device_id, \"power_usage_kWh\")"
              + " VALUES (now(), 1, 1)");
      String rows = Long.toString(valid());
      await()
          .atMost(SOON)
          .pollInterval(OFTEN)
          .until(
              () -> servers.clickHouse("SELECT count() FROM l3_power_joined FINAL"), rows::equals);
      again.throwFailure();
    }
  }

  private Application start(Settings settings) throws InterruptedException {
    Application application = new Application(settings, new Home(home));
    application.start(step -> {});
    application.awaitRunning();
    return application;
  }

  /** Waits for these numbers of wrong rows. */
  private static Drift measured(
      DriftReader reader, long blank, long former, long twice, long gone) {
    return await()
        .atMost(SOON)
        .pollInterval(OFTEN)
        .until(
            () -> latest(reader),
            drift -> wrong(drift).equals(List.of(blank, former, twice, gone, 0L)));
  }

  /** Waits for what is measured from now on, when prejoin has so many rows. */
  private static Drift measuredOf(DriftReader reader, long rows) {
    Instant begun = Instant.now();
    return await()
        .atMost(SOON)
        .pollInterval(OFTEN)
        .until(
            () -> reader.read().latest(),
            drift -> drift != null && drift.at().isAfter(begun) && drift.truth().rows() == rows);
  }

  /** Blank, former, twice, gone, missing. */
  private static List<Long> wrong(Drift drift) {
    return List.of(
        drift.blank().rows(),
        drift.former().rows(),
        drift.twice().rows(),
        drift.gone().rows(),
        drift.missing().rows());
  }

  private static Drift latest(DriftReader reader) {
    Drift latest = reader.read().latest();
    assertThat(latest).isNotNull();
    return latest;
  }

  private static Drift.Value group(Drift drift, String column, String value) {
    return drift.groups().stream()
        .filter(group -> group.column().equals(column))
        .flatMap(group -> group.furthest().stream())
        .filter(each -> each.value().equals(value))
        .findFirst()
        .orElseThrow();
  }

  private long valid() throws SQLException {
    return count(VALID);
  }

  private long count(String condition) throws SQLException {
    try (Connection connection = servers.connect();
        Statement statement = connection.createStatement();
        var rows =
            statement.executeQuery("SELECT count(*) FROM power_readings WHERE " + condition)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private Settings settings() throws IOException {
    return ProjectCopy.settings(
        home, servers, Map.of("peer.enabled", "true", "peer.interval.ms", "100"));
  }
}
