package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.FreshDevStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two pipelines in one process that share a dimension, whose table is facts to one of them too; the
 * other makes a dimension of an outbox and joins with it. From PostgreSQL to ClickHouse, on real
 * servers.
 */
class PipelinesIT {
  private static final Duration SOON = Duration.ofSeconds(180);
  private static final int EVENTS = 2_000;

  @TempDir Path home;

  @Test
  void shouldMakeADimensionOfAnOutboxAndShareAnotherBetweenTwoPipelines() throws Exception {
    try (FreshDevStack servers = new FreshDevStack()) {
      DevStack stack = servers.stack();
      createTables(servers);
      writeFiles();
      Settings settings = settings(servers);

      try (Application application = new Application(settings, new Home(home))) {
        application.start(step -> {});
        application.awaitRunning();
        assertThat(application.figures("visits").components())
            .extracting("name")
            .contains("topology", "topology assignments");

        awaitRows(servers, "SELECT count() FROM events_assigned FINAL", EVENTS);
        awaitRows(servers, "SELECT count() FROM visits_named FINAL", EVENTS);
        awaitRows(servers, "SELECT count() FROM signups_named FINAL", 100);
        assertThat(rows(servers, "SELECT count() FROM events_assigned FINAL WHERE variant = ''"))
            .as("facts of the first snapshot that came before their assignment")
            .isZero();
        assertThat(rows(servers, "SELECT count() FROM events_assigned FINAL WHERE name = ''"))
            .isZero();
        assertThat(rows(servers, "SELECT count() FROM visits_named FINAL WHERE name = 'User 7'"))
            .isEqualTo(EVENTS / 100);
        assertThat(rows(servers, "SELECT count() FROM assignments FINAL")).isEqualTo(100);

        servers.postgres("UPDATE outbox SET variant = 'new' WHERE user_id = 7");
        servers.postgres("UPDATE outbox SET user_id = 1000 WHERE user_id = 8");
        servers.postgres("DELETE FROM outbox WHERE user_id = 9");
        String variants =
            "SELECT arrayStringConcat(groupArray(user_id || variant), ' ') FROM (SELECT"
                + " toString(user_id) AS user_id, variant FROM assignments FINAL"
                + " WHERE user_id IN (7, 8, 9, 1000) ORDER BY toUInt64(user_id))";
        await().atMost(SOON).until(() -> servers.clickHouse(variants).equals("7new 1000b"));
        awaitAnswers(servers);
        servers.postgres("UPDATE users SET name = 'Renamed' WHERE id = 7");
        awaitRows(
            servers,
            "SELECT count() FROM events_assigned FINAL WHERE variant !="
                + " multiIf(user_id = 7, 'new', user_id IN (8, 9), '', 'b')",
            0);
        awaitRows(
            servers,
            "SELECT count() FROM events_assigned FINAL WHERE user_id = 7 AND name != 'Renamed'",
            0);
        awaitRows(
            servers, "SELECT count() FROM visits_named FINAL WHERE name = 'Renamed'", EVENTS / 100);
      }

      try (Application again = new Application(settings, new Home(home))) {
        again.start(step -> {});
        again.awaitRunning();
        servers.postgres("DELETE FROM outbox WHERE user_id = 1000");
        awaitRows(servers, "SELECT count() FROM assignments FINAL WHERE user_id = 1000", 0);
        awaitRows(servers, "SELECT count() FROM assignments FINAL", 98);
      }
    }
  }

  /** An event that comes now sees the assignments as they are, once the topology has seen them. */
  private static void awaitAnswers(FreshDevStack servers) {
    int[] id = {1_000_000};
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(500))
        .until(
            () -> {
              int first = id[0];
              id[0] += 4;
              for (int user : List.of(7, 8, 9, 1000)) {
                servers.postgres(
                    "INSERT INTO events VALUES (%d, 'x', %d)".formatted(id[0]++, user));
              }
              return servers
                  .clickHouse(
                      "SELECT arrayStringConcat(groupArray(variant), '|') FROM (SELECT variant"
                          + " FROM events_assigned FINAL WHERE _key >= "
                          + (first - 4)
                          + " AND _key < "
                          + first
                          + " ORDER BY user_id)")
                  .equals("new|||b");
            });
  }

  private static void createTables(FreshDevStack servers) throws SQLException {
    servers.postgres(
        """
        CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);
        CREATE TABLE outbox (id bigint PRIMARY KEY, experiment text NOT NULL, user_id bigint NOT NULL, variant text NOT NULL);
        CREATE TABLE events (id bigint PRIMARY KEY, experiment text NOT NULL, user_id bigint NOT NULL);
        CREATE TABLE visits (id bigint PRIMARY KEY, user_id bigint NOT NULL);
        INSERT INTO users SELECT n, 'User ' || n FROM generate_series(0, 99) AS n;
        INSERT INTO outbox SELECT n, 'x', n %% 100, CASE WHEN n < 100 THEN 'a' ELSE 'b' END FROM generate_series(0, 199) AS n;
        INSERT INTO events SELECT n, 'x', n %% 100 FROM generate_series(1, %1$d) AS n;
        INSERT INTO visits SELECT n, n %% 100 FROM generate_series(1, %1$d) AS n;
        """
            .formatted(EVENTS));
  }

  private void writeFiles() throws IOException {
    write(
        "topology/experiments.sql",
        """
        CREATE TABLE outbox ENGINE = ChangeStream('public.outbox');
        CREATE TABLE events ENGINE = ChangeStream('public.events');
        CREATE TABLE users ENGINE = ChangeTable('public.users');

        CREATE MATERIALIZED VIEW mv_assignments TO assignments AS
        SELECT experiment, user_id, variant FROM outbox;

        CREATE MATERIALIZED VIEW mv_events TO events_assigned AS
        SELECT e.user_id AS user_id, a.variant, u.name
        FROM events AS e
        LEFT JOIN assignments AS a ON a.experiment = e.experiment AND a.user_id = e.user_id
        LEFT JOIN users AS u ON u.id = e.user_id;
        """);
    write(
        "topology/visits.sql",
        """
        CREATE TABLE visits ENGINE = ChangeStream('public.visits');
        CREATE TABLE users ENGINE = ChangeTable('public.users');

        CREATE MATERIALIZED VIEW mv_visits TO visits_named AS
        SELECT v.user_id, u.name FROM visits AS v JOIN users AS u ON u.id = v.user_id;

        CREATE TABLE signups ENGINE = ChangeStream('public.users');
        CREATE MATERIALIZED VIEW mv_signups TO signups_named AS SELECT name FROM signups;
        """);
    schema("users", "name:string");
    schema("users-key", "id:long");
    schema("outbox", "experiment:string user_id:long variant:string");
    schema("outbox-key", "id:long");
    schema("events", "experiment:string user_id:long");
    schema("events-key", "id:long");
    schema("visits", "user_id:long");
    schema("visits-key", "id:long");
    schema("assignments", "experiment:string user_id:long variant:string");
    schema("assignments-key", "experiment:string user_id:long");
    schema("events_assigned", "user_id:long variant:string name:string");
    schema("visits_named", "user_id:long name:string");
    schema("signups", "name:string");
    schema("signups-key", "id:long");
    schema("signups_named", "name:string");
    Path shipped = Path.of("clickhouse/ddl/prejoin");
    try (var files = Files.list(shipped)) {
      for (Path file : files.toList()) {
        write("clickhouse/ddl/prejoin/" + file.getFileName(), Files.readString(file));
      }
    }
    table("experiments/001_users", "name String", "Int64", "_key");
    table(
        "experiments/002_assignments",
        "experiment String, user_id Int64, variant String",
        "Tuple(String, Int64)",
        "(experiment, user_id)");
    table(
        "experiments/003_events_assigned",
        "user_id Int64, variant String, name String",
        "Int64",
        "(user_id, _key)");
    table("experiments/004_events", "experiment String, user_id Int64", "Int64", "(user_id, _key)");
    table("visits/003_visits", "user_id Int64", "Int64", "(user_id, _key)");
    table("visits/001_visits_named", "user_id Int64, name String", "Int64", "(user_id, _key)");
    table("visits/002_signups_named", "name String", "Int64", "_key");
  }

  private void schema(String name, String fields) throws IOException {
    List<String> json =
        List.of(fields.split(" ")).stream()
            .map(field -> field.split(":"))
            .map(field -> "{\"name\":\"%s\",\"type\":\"%s\"}".formatted(field[0], field[1]))
            .toList();
    write(
        "schemas/avro/" + name + ".avsc",
        "{\"type\":\"record\",\"name\":\"%s\",\"fields\":[%s]}"
            .formatted(name.replace('-', '_'), String.join(",", json)));
  }

  private void table(String file, String columns, String key, String order) throws IOException {
    write(
        "clickhouse/ddl/" + file + ".sql",
        """
        CREATE TABLE %s
        (
            %s,
            _key %s, _shard UInt32, _version UInt128, _deleted UInt8, _correction UInt8,
            _seg UInt64, _matched UInt32, _seen Array(Int64), _changed Int64 DEFAULT -1
        )
        ENGINE = ReplacingMergeTree(_version, _deleted) ORDER BY %s;
        """
            .formatted(file.replaceAll(".*/\\d+_", ""), columns, key, order));
  }

  private void write(String file, String text) throws IOException {
    Path path = home.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private Settings settings(FreshDevStack servers) throws IOException {
    write("application.properties", "");
    return SettingsReader.read(
        home.resolve("application.properties"), Map.of(), servers.settings(Map.of()));
  }

  private static void awaitRows(FreshDevStack servers, String query, long wanted) {
    await().atMost(SOON).until(() -> rows(servers, query) == wanted);
  }

  private static long rows(FreshDevStack servers, String query) throws Exception {
    return Long.parseLong(servers.clickHouse(query));
  }
}
