package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.prejoin.app.status.LandingBarrier;
import dev.prejoin.app.status.StatusReader;
import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.devstack.FreshDevStack;
import dev.prejoin.generate.power.Generator;
import dev.prejoin.generate.power.GeneratorSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Metadata that comes late, changes and goes, on real servers: after each change, what has landed
 * is what the SQL says over the source.
 */
class RestateIT {
  private static final Duration SOON = Duration.ofSeconds(180);
  private static final int READINGS = 2_000;

  /**
   * As many changes as flow through, so that there is a part every second rather than a backlog.
   */
  private static final String PAUSE = "; SELECT pg_sleep(0.002)";

  @TempDir static Path home;
  private static FreshDevStack servers;
  private static Generator generator;
  private static Settings settings;
  private static Application application;

  /** Both pipelines run together: that of readings of power and one with lookups of each kind. */
  @BeforeAll
  static void startServers() throws Exception {
    servers = new FreshDevStack();
    generator =
        new Generator(
            GeneratorSettings.withDefaults(
                servers.stack().postgresJdbcUrl(), servers.stack().postgresUser(), ""));
    generator.createTables();
    generator.insertDevices();
    createTables();
    ProjectCopy.of(home, "topology/power.sql", "schemas", "clickhouse");
    writeFiles();
    settings = settings(Map.of());
    run(settings);
  }

  @AfterAll
  static void stopServers() {
    application.close();
    servers.close();
  }

  private static void run(Settings settings) throws InterruptedException {
    application = new Application(settings, new Home(home));
    application.start(step -> {});
    application.awaitRunning();
  }

  /** The tables as at first, whatever another test has left. */
  @BeforeEach
  void fillAnew() throws SQLException {
    fill();
    awaitAll(settings);
  }

  @Test
  void shouldMoveReadingsAndTheirAggregatesToWhereTheirMetadataSaysNow() throws Exception {
    generator.load(5_000, Instant.now(), there -> {});
    servers.postgres(
        """
        INSERT INTO power_readings ("timestamp", device_id, "power_usage_kWh")
        SELECT date_trunc('second', now()) - n * interval '1 minute', 5000 + n %% 2, 1.5
        FROM generate_series(1, %d) AS n
        """
            .formatted(READINGS));
    assertEqualToTheSource();
    assertThat(restated("device_metadata")).as("nothing has changed").isZero();

    servers.postgres("INSERT INTO device_metadata VALUES (5000, 'C-late', 'Late', 1, 2)");
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () ->
                rows(
                        "SELECT countMerge(usage_count) FROM l4_power_agg_stats"
                            + " WHERE customer_id = 'C-late'")
                    == READINGS / 2);
    assertEqualToTheSource();
    assertThat(restated("device_metadata")).isEqualTo(READINGS / 2);

    servers.postgres("UPDATE device_metadata SET customer_id = 'C-new' WHERE device_id <= 5000");
    assertEqualToTheSource();
    servers.postgres("DELETE FROM device_metadata WHERE device_id IN (5000, 1, 2, 3)");
    assertEqualToTheSource();
    servers.postgres(
        "INSERT INTO device_metadata VALUES (5000, 'C-back', 'Back', 1, 2),"
            + " (5001, 'C-late', 'Late', 1, 2)");
    servers.postgres("UPDATE power_readings SET device_id = 5001 WHERE device_id = 5000");
    assertEqualToTheSource();
    application.close();
    servers.postgres("UPDATE device_metadata SET latitude = 7 WHERE device_id >= 4");
    run(settings);
    assertEqualToTheSource();
  }

  @Test
  void shouldGoOnWhereItWasStoppedInTheMiddleAndLetTheBarrierWaitForIt() throws Exception {
    servers.postgres("INSERT INTO readings SELECT n, 1, 7 FROM generate_series(1001, 4000) AS n");
    awaitAll(settings);
    assertThat(changedKeys(settings)).isEmpty();
    application.close();
    // Half a minute's work, within which a fresh row comes on the slowest machine.
    Settings slow = settings(Map.of("sink.restate.rows.per.second", "100"));
    run(slow);
    servers.postgres("UPDATE devices SET name = 'one' WHERE id = 1");
    await().atMost(SOON).until(() -> restated("devices") >= 100);
    assertThat(changedKeys(slow)).containsExactly(Map.entry("devices", 1L));
    servers.postgres("INSERT INTO readings VALUES (9000, 1, 7)");
    await()
        .atMost(SOON)
        .until(() -> rows("SELECT count() FROM named FINAL WHERE _key = 9000") == 1);
    assertThat(changedKeys(slow)).as("fresh rows do not wait").isNotEmpty();
    application.close();
    servers.postgres("UPDATE devices SET name = 'two' WHERE id = 1");
    run(settings);
    servers.postgres("UPDATE devices SET most = 3 WHERE id = 1");
    awaitAll(settings);
    compare();
    assertThat(changedKeys(settings)).isEmpty();
  }

  @Test
  void shouldBeRightAfterFactsAndMetadataHaveChangedAtTheSameTime() throws Exception {
    double before = restated();
    AtomicBoolean ended = new AtomicBoolean();
    List<Future<?>> writers = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(3);
    try {
      writers.add(threads.submit(() -> write(ended, new Random(1), RestateIT::changeOfAReading)));
      writers.add(threads.submit(() -> write(ended, new Random(2), RestateIT::changeOfADevice)));
      writers.add(threads.submit(() -> write(ended, new Random(3), RestateIT::changeOfAPlace)));
      await()
          .atMost(SOON)
          .until(() -> restated() > before + 2_000 || writers.stream().anyMatch(Future::isDone));
      ended.set(true);
      for (Future<?> writer : writers) {
        writer.get();
      }
    } finally {
      ended.set(true);
      threads.shutdown();
    }
    awaitAll(settings);
    compare();
  }

  /** Waits until all that the source has now has landed, and no changed key waits. */
  private static void awaitAll(Settings settings) {
    try (LandingBarrier barrier = application.pipelines().barrier(settings)) {
      barrier.await(progress -> {});
    }
  }

  private Void write(AtomicBoolean ended, Random random, Function<Random, String> statement)
      throws SQLException {
    try (Connection connection = servers.connect();
        Statement running = connection.createStatement()) {
      while (!ended.get()) {
        running.execute(statement.apply(random) + PAUSE);
      }
    }
    return null;
  }

  private static String changeOfAReading(Random random) {
    int id = random.nextInt(600);
    return switch (random.nextInt(5)) {
      case 0 -> "DELETE FROM readings WHERE id = " + id;
      case 1 -> "UPDATE readings SET device = %d WHERE id = %d".formatted(random.nextInt(12), id);
      case 2 -> "UPDATE readings SET amount = amount + 1 WHERE id = " + id;
      default ->
          "INSERT INTO readings VALUES (%d, %d, %d) ON CONFLICT (id) DO NOTHING"
              .formatted(id, random.nextInt(12), random.nextInt(100) - 5);
    };
  }

  /** Also there and back, and at once for several. */
  private static String changeOfADevice(Random random) {
    int id = random.nextInt(12);
    return switch (random.nextInt(6)) {
      case 0 -> "DELETE FROM devices WHERE id = " + id;
      case 1 -> "UPDATE devices SET place = %d WHERE id = %d".formatted(random.nextInt(4), id);
      case 2 -> "UPDATE devices SET most = %d WHERE id = %d".formatted(random.nextInt(100), id);
      case 3 ->
          ("UPDATE devices SET name = name || 'x' WHERE id = %1$d;"
                  + " UPDATE devices SET name = left(name, 2) WHERE id = %1$d")
              .formatted(id);
      default ->
          "INSERT INTO devices VALUES (%d, 'd%d', '%s', %d, 50) ON CONFLICT (id) DO NOTHING"
              .formatted(
                  id, random.nextInt(10), random.nextBoolean() ? "at" : "de", random.nextInt(4));
    };
  }

  private static String changeOfAPlace(Random random) {
    String place =
        "country = '%s' AND code = %d"
            .formatted(random.nextBoolean() ? "at" : "de", random.nextInt(4));
    return switch (random.nextInt(4)) {
      case 0 -> "DELETE FROM places WHERE " + place;
      case 1 -> "UPDATE places SET title = 't%d' WHERE %s".formatted(random.nextInt(100), place);
      default ->
          "INSERT INTO places VALUES ('%s', %d, 'new') ON CONFLICT (country, code) DO NOTHING"
              .formatted(random.nextBoolean() ? "at" : "de", random.nextInt(4));
    };
  }

  private static Map<String, Long> changedKeys(Settings settings) {
    try (StatusReader status = application.pipelines().status(settings)) {
      return status.read().changedKeys();
    }
  }

  @Test
  void shouldMakeRowsAnewWhateverTheLookupIsLike() throws Exception {
    compare();

    change("INSERT INTO devices VALUES (9, 'late', 'de', 2, 30)");
    change("INSERT INTO places VALUES ('at', 0, 'late place')");
    change("UPDATE places SET title = 'moved' WHERE code = 1");
    change("UPDATE devices SET country = 'de', name = 'other' WHERE id IN (1, 2)");
    change("UPDATE devices SET most = 10 WHERE id = 5");
    change("UPDATE devices SET most = 90 WHERE id = 5");
    change("DELETE FROM places WHERE code = 2");
    change("DELETE FROM devices WHERE id IN (3, 4)");
    change("UPDATE devices SET id = 4 WHERE id = 7");
    change("UPDATE readings SET amount = amount + 20, device = device + 1 WHERE id % 7 = 0");
    change("DELETE FROM readings WHERE id % 11 = 0; UPDATE devices SET name = 'last' WHERE id = 6");
    change("TRUNCATE readings; UPDATE devices SET name = 'none' WHERE id = 6");
    change(
        "INSERT INTO readings SELECT n, n % 10, n % 103 - 3 FROM generate_series(300, 500) AS n");
  }

  private static void createTables() throws SQLException {
    servers.postgres(
        """
        CREATE TABLE places (country text, code bigint, title text NOT NULL, PRIMARY KEY (country, code));
        CREATE TABLE devices (id bigint PRIMARY KEY, name text NOT NULL, country text NOT NULL, place bigint NOT NULL, most bigint NOT NULL);
        CREATE TABLE readings (id bigint PRIMARY KEY, device bigint NOT NULL, amount bigint NOT NULL);
        """);
    fill();
  }

  private static void fill() throws SQLException {
    servers.postgres(
        """
        BEGIN;
        TRUNCATE readings, devices, places;
        INSERT INTO places SELECT c, n, c || n FROM generate_series(1, 3) AS n, (VALUES ('at'), ('de')) AS t (c);
        INSERT INTO devices SELECT n, 'd' || n, 'at', n % 4, 50 FROM generate_series(1, 8) AS n;
        INSERT INTO readings SELECT n, n % 10, n % 103 - 3 FROM generate_series(1, 400) AS n;
        COMMIT;
        """);
  }

  /** Never restated, although another view's change sends the same readings again. */
  private void change(String statement) throws Exception {
    String before = landed("frozen", "name");
    servers.postgres(statement);
    assertEqual();
    if (!statement.contains("readings")) {
      assertThat(landed("frozen", "name")).as(statement).isEqualTo(before);
    }
  }

  private void assertEqual() {
    await().atMost(SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(this::compare);
  }

  private void compare() throws Exception {
    assertThat(landed("cleaned", "device, amount"))
        .isEqualTo(wanted("SELECT id, device, amount FROM readings WHERE amount >= 0"));
    assertThat(landed("named", "device, name, title, amount"))
        .isEqualTo(
            wanted(
                """
                          SELECT r.id, device, coalesce(d.name, ''), coalesce(p.title, ''), amount
                          FROM readings AS r LEFT JOIN devices AS d ON d.id = device
                          LEFT JOIN places AS p ON p.country = d.country AND p.code = d.place
                          WHERE amount >= 0
                          """));
    assertThat(landed("active", "device, name, amount"))
        .isEqualTo(
            wanted(
                """
                          SELECT r.id, device, d.name, amount
                          FROM readings AS r JOIN devices AS d ON d.id = device
                          WHERE amount < d.most
                          """));
    assertThat(landed("pairs", "first, second"))
        .isEqualTo(
            wanted(
                """
                          SELECT r.id, coalesce(a.name, ''), coalesce(b.name, '')
                          FROM readings AS r LEFT JOIN devices AS a ON a.id = device
                          LEFT JOIN devices AS b ON b.id = device + 1
                          """));
    assertThat(rows("SELECT count() FROM frozen FINAL"))
        .isEqualTo(Long.parseLong(wanted("SELECT count(*) FROM readings").replaceAll("\\D", "")));
  }

  private String landed(String table, String columns) throws Exception {
    return servers.clickHouse(
        "SELECT concat('(', toString(_key), ',', arrayStringConcat(arrayMap(x -> toString(x), ["
            + Arrays.stream(columns.split(", "))
                .map("toString(%s)"::formatted)
                .collect(Collectors.joining(", "))
            + "]), ','), ')') FROM "
            + table
            + " FINAL ORDER BY _key");
  }

  private String wanted(String query) throws SQLException {
    StringBuilder lines = new StringBuilder();
    try (Connection connection = servers.connect();
        Statement running = connection.createStatement();
        var rows = running.executeQuery(query + " ORDER BY 1")) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        StringBuilder line = new StringBuilder("(");
        for (int i = 1; i <= columns; i++) {
          line.append(i == 1 ? "" : ",").append(rows.getString(i));
        }
        lines.append(lines.isEmpty() ? "" : "\n").append(line).append(')');
      }
    }
    return lines.toString();
  }

  private static void writeFiles() throws IOException {
    write(
        "topology/fleet.sql",
        """
        CREATE TABLE readings ENGINE = ChangeStream('public.readings');
        CREATE TABLE devices ENGINE = ChangeTable('public.devices');
        CREATE TABLE places ENGINE = ChangeTable('public.places');

        CREATE MATERIALIZED VIEW mv_cleaned TO cleaned AS
        SELECT device, amount FROM readings WHERE amount >= 0;

        CREATE MATERIALIZED VIEW mv_named TO named AS
        SELECT c.device, d.name, p.title, c.amount FROM cleaned AS c
        LEFT JOIN devices AS d ON d.id = c.device
        LEFT JOIN places AS p ON p.country = d.country AND p.code = d.place;

        CREATE MATERIALIZED VIEW mv_active TO active AS
        SELECT r.device, d.name, r.amount FROM readings AS r JOIN devices AS d ON d.id = r.device
        WHERE r.amount < d.most;

        CREATE MATERIALIZED VIEW mv_pairs TO pairs AS
        SELECT a.name AS first, b.name AS second FROM readings AS r
        LEFT JOIN devices AS a ON a.id = r.device
        LEFT JOIN devices AS b ON b.id = r.device + 1;

        CREATE MATERIALIZED VIEW mv_frozen TO frozen AS
        SELECT r.device, d.name FROM readings AS r LEFT JOIN devices AS d ON d.id = r.device
        SETTINGS restate = 'never';
        """);
    schema("readings", "device:long amount:long");
    schema("readings-key", "id:long");
    schema("devices", "name:string country:string place:long most:long");
    schema("devices-key", "id:long");
    schema("places", "title:string");
    schema("places-key", "country:string code:long");
    schema("cleaned", "device:long amount:long");
    schema("named", "device:long name:string title:string amount:long");
    schema("active", "device:long name:string amount:long");
    schema("pairs", "first:string second:string");
    schema("frozen", "device:long name:string");
    String changed = ", _changed Int64 DEFAULT -1";
    table("001_readings", "device Int64, amount Int64", "Int64", "", "(device, _key)");
    table(
        "002_devices",
        "name String, country String, place Int64, most Int64",
        "Int64",
        changed,
        "_key");
    table("003_places", "title String", "Tuple(String, Int64)", changed, "_key");
    table("004_cleaned", "device Int64, amount Int64", "Int64", "", "(device, _key)");
    table(
        "005_named",
        "device Int64, name String, title String, amount Int64",
        "Int64",
        "",
        "(device, _key)");
    table("006_active", "device Int64, name String, amount Int64", "Int64", "", "(device, _key)");
    table("007_pairs", "first String, second String", "Int64", "", "_key");
    table("008_frozen", "device Int64, name String", "Int64", "", "_key");
  }

  private static void schema(String name, String fields) throws IOException {
    List<String> json =
        Stream.of(fields.split(" "))
            .map(field -> field.split(":"))
            .map(field -> "{\"name\":\"%s\",\"type\":\"%s\"}".formatted(field[0], field[1]))
            .toList();
    write(
        "schemas/avro/" + name + ".avsc",
        "{\"type\":\"record\",\"name\":\"%s\",\"fields\":[%s]}"
            .formatted(name.replace('-', '_'), String.join(",", json)));
  }

  private static void table(String file, String columns, String key, String more, String order)
      throws IOException {
    write(
        "clickhouse/ddl/fleet/" + file + ".sql",
        """
        CREATE TABLE %s
        (
            %s,
            _key %s, _shard UInt32, _version UInt128, _deleted UInt8, _correction UInt8,
            _seg UInt64, _matched UInt32, _seen Array(Int64)%s
        )
        ENGINE = ReplacingMergeTree(_version, _deleted) ORDER BY %s;
        """
            .formatted(file.substring(4), columns, key, more, order));
  }

  private static void write(String file, String text) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static Settings settings(Map<String, String> more) throws IOException {
    write("application.properties", "");
    return SettingsReader.read(
        home.resolve("application.properties"), Map.of(), servers.settings(more));
  }

  private void assertEqualToTheSource() {
    PowerOracle.awaitEqual(servers.stack(), home);
  }

  /** How many rows this run has sent again. */
  private static double restated() {
    return application.meters().find("prejoin.restate.rows").counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private static double restated(String dimension) {
    return application
        .meters()
        .find("prejoin.restate.rows")
        .tag("dimension", dimension)
        .counters()
        .stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private long rows(String query) throws Exception {
    return Long.parseLong(servers.clickHouse(query));
  }
}
