package dev.prejoin.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.app.Application;
import dev.prejoin.app.Home;
import dev.prejoin.app.Pipelines;
import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.console.ConsoleClient;
import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.FreshDevStack;
import dev.prejoin.generate.power.Generator;
import dev.prejoin.generate.power.GeneratorSettings;
import dev.prejoin.runtime.ExitCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The command, and what the console begins, against a whole pipeline that runs on real servers,
 * while data flows.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class VerifyIT {
  private static final int ROWS = 6_000;

  /** No writer touches rows below, or gives rows their devices. */
  private static final int UNTOUCHED = 500;

  private static final int DEVICES = 1_000;

  private static FreshDevStack servers;
  private static DevStack stack;
  private static final List<String> steps = new ArrayList<>();
  private static Application application;
  private static ScheduledExecutorService writer;
  private static Connection connection;

  @BeforeAll
  static void run() throws Exception {
    servers = new FreshDevStack();
    stack = servers.stack();
    Generator generator =
        new Generator(
            GeneratorSettings.withDefaults(stack.postgresJdbcUrl(), stack.postgresUser(), ""));
    generator.createTables();
    generator.insertDevices();
    generator.load(ROWS, Instant.now(), there -> {});
    Settings settings =
        SettingsReader.read(
            Path.of("config/application.properties"), Map.of(), servers.powerSettings(Map.of()));
    Home home = new Home(Path.of(""));
    Pipelines pipelines = Pipelines.read(settings, home);
    application =
        new Application(settings, home, pipelines)
            .verifiedBy(new ConsoleVerification(settings, home, pipelines));
    application.start(steps::add);
    application.awaitRunning();
    connection = servers.connect();
    Random random = new Random(1);
    writer = Executors.newSingleThreadScheduledExecutor();
    writer.scheduleWithFixedDelay(() -> write(random), 0, 25, TimeUnit.MILLISECONDS);
  }

  @AfterAll
  static void stop() throws Exception {
    writer.shutdown();
    assertThat(writer.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    connection.close();
    application.close();
    servers.close();
  }

  @Test
  @Order(1)
  void shouldFindEverythingEqualWhileDataFlowsAndThenNameWhatWasDamaged() throws Exception {
    servers.clickHouse("CREATE DATABASE prejoin_verify_1000000000_0badcafe");

    JsonNode equal = verify(ExitCode.OK, "--json").get(0);

    assertThat(equal.path("equal").asBoolean()).isTrue();
    assertThat(names(equal.path("tables")))
        .containsExactly("l1_power_raw", "device_metadata", "l2_power_cleaned", "l3_power_joined");
    JsonNode joined = named(equal.path("tables"), "l3_power_joined");
    assertThat(joined.path("all").path("expected").asLong()).isGreaterThan(ROWS / 2);
    assertThat(joined.path("all").path("changed").asLong()).isPositive();
    assertThat(joined.path("hours")).hasSizeGreaterThan(1);
    assertThat(names(equal.path("aggregates"))).containsExactly("l4_power_agg_stats");
    assertThat(equal.path("aggregates").get(0).path("landed").asLong()).isPositive();
    assertThat(servers.clickHouse("SHOW DATABASES LIKE 'prejoin%'")).isEmpty();

    String[] keys =
        servers
            .clickHouse(
                "SELECT _key FROM l3_power_joined FINAL WHERE _key < %d ORDER BY _key LIMIT 4"
                    .formatted(UNTOUCHED))
            .split("\n", -1);
    land(keys[0], "power_usage_kWh + 1 AS power_usage_kWh, _version + 1 AS _version");
    land(keys[1], "_version + 1 AS _version, 1 AS _deleted");
    land(keys[2], ROWS * 1_000 + " AS _key");
    servers.clickHouse(
        "INSERT INTO l4_power_agg_stats_data SELECT * REPLACE (countState(2.5) AS usage_count,"
            + " sumState(2.5) AS usage_sum, minState(2.5) AS usage_min, maxState(2.5) AS usage_max)"
            + " FROM (SELECT * FROM l4_power_agg_stats_data WHERE (ts_hour, device_id) IN (SELECT"
            + " toStartOfHour(timestamp), device_id FROM l3_power_joined WHERE _key = "
            + keys[3]
            + ") LIMIT 1) GROUP BY ALL");

    JsonNode damaged = verify(ExitCode.DIFFERENT, "--json").get(0);

    assertThat(damaged.path("equal").asBoolean()).isFalse();
    assertThat(named(damaged.path("tables"), "l2_power_cleaned").path("different")).isEmpty();
    JsonNode rows = named(damaged.path("tables"), "l3_power_joined").path("different");
    assertThat(texts(rows, "key"))
        .containsExactlyInAnyOrder(keys[0], keys[1], Integer.toString(ROWS * 1_000));
    JsonNode changed = by("key", keys[0], rows);
    assertThat(changed.path("landed").path("power_usage_kWh").asDouble())
        .isEqualTo(changed.path("expected").path("power_usage_kWh").asDouble() + 1);
    assertThat(by("key", keys[1], rows).path("landed")).isEmpty();
    assertThat(by("key", Integer.toString(ROWS * 1_000), rows).path("expected")).isEmpty();
    assertThat(texts(damaged.path("aggregates").get(0).path("differences"), "key"))
        .containsExactlyInAnyOrder(
            bucket(keys[0]), bucket(keys[1]), bucket(keys[2]), bucket(keys[3]));

    String hour =
        servers.clickHouse(
            "SELECT toStartOfHour(timestamp) FROM l3_power_joined WHERE _key = " + keys[1]);
    JsonNode bounded =
        verify(ExitCode.DIFFERENT, "--json", "--from", hour, "--to", later(hour)).get(0);

    JsonNode table = named(bounded.path("tables"), "l3_power_joined");
    assertThat(table.path("hours"))
        .filteredOn(of -> of.path("counts").path("landed").asLong() > 0)
        .as("what was moved to another hour meanwhile is counted there as changed")
        .singleElement();
    assertThat(texts(table.path("different"), "key")).contains(keys[1]);
  }

  @Test
  @Order(2)
  void shouldNameTheRowThatDiffersWhenTheConsoleIsAsked() throws Exception {
    String key =
        servers.clickHouse(
            "SELECT _key FROM l3_power_joined FINAL WHERE _key < %d ORDER BY _key DESC LIMIT 1"
                .formatted(UNTOUCHED));
    String hour =
        servers.clickHouse(
            "SELECT formatDateTime(toStartOfHour(timestamp), '%Y-%m-%dT%H:00:00Z', 'UTC') FROM l3_power_joined WHERE _key = "
                + key);
    land(key, "power_usage_kWh + 1 AS power_usage_kWh, _version + 1 AS _version");

    JsonNode found =
        ConsoleClient.of(steps)
            .result(
                "/api/verifications",
                "{\"from\":\"%s\",\"to\":\"%s\"}"
                    .formatted(hour, Instant.parse(hour).plusSeconds(3_600)));

    assertThat(found.path("equal").asBoolean()).isFalse();
    JsonNode table = named(found.path("tables"), "l3_power_joined");
    JsonNode counts = by("begin", hour, table.path("hours")).path("counts");
    assertThat(counts.path("different").asLong()).isPositive();
    JsonNode unlike = by("key", key, table.path("different"));
    assertThat(unlike.path("kind").asText()).isEqualTo("UNLIKE");
    JsonNode usage = by("name", "power_usage_kWh", unlike.path("columns"));
    assertThat(usage.path("landed").asDouble()).isEqualTo(usage.path("expected").asDouble() + 1);
  }

  @Test
  @Order(3)
  void shouldLeaveNothingBehindWhenTheConsoleCancels() throws Exception {
    ConsoleClient console = ConsoleClient.of(steps);
    JsonNode begun = console.begin("/api/verifications", "{}");
    await()
        .atMost(Duration.ofMinutes(3))
        .until(
            () -> servers.clickHouse("SHOW DATABASES LIKE 'prejoin_verify%'"),
            databases -> !databases.isEmpty());
    console.cancel(begun);
    assertThat(console.awaitEnd(begun).path("state").asText()).isEqualTo("CANCELLED");
    assertThat(servers.clickHouse("SHOW DATABASES LIKE 'prejoin_verify%'")).isEmpty();
  }

  private static String later(String hour) throws Exception {
    return servers.clickHouse("SELECT toDateTime('" + hour + "') + INTERVAL 1 HOUR");
  }

  private static String bucket(String key) throws Exception {
    return servers.clickHouse(
        "SELECT concat('ts_hour=', toString(toStartOfHour(timestamp)), ', device_id=',"
            + " toString(device_id), ', customer_id=', customer_id, ', building_type=',"
            + " building_type, ', latitude=', toString(latitude), ', longitude=',"
            + " toString(longitude)) FROM l3_power_joined WHERE _key = "
            + key
            + " LIMIT 1");
  }

  /** Another version of a row, past every materialized view. */
  private static void land(String key, String replacements) throws Exception {
    servers.clickHouse(
        "INSERT INTO l3_power_joined SELECT * REPLACE (1 AS _correction, %s) FROM (SELECT * FROM l3_power_joined FINAL WHERE _key = %s)"
            .formatted(replacements, key));
  }

  private static void write(Random random) {
    long id = UNTOUCHED + random.nextInt(ROWS - UNTOUCHED);
    int device = UNTOUCHED + random.nextInt(DEVICES - UNTOUCHED);
    String statement =
        switch (random.nextInt(5)) {
          case 0 -> "DELETE FROM power_readings WHERE id = " + id;
          case 1 ->
              "UPDATE power_readings SET \"power_usage_kWh\" = %d WHERE id = %d"
                  .formatted(random.nextInt(120) - 10, id);
          case 2 ->
              "UPDATE power_readings SET device_id = %d, timestamp = timestamp + INTERVAL '1 hour' WHERE id = %d"
                  .formatted(device, id);
          default ->
              "INSERT INTO power_readings (timestamp, device_id, \"power_usage_kWh\") VALUES (date_trunc('second', now()), %d, %d)"
                  .formatted(device, random.nextInt(100));
        };
    try (Statement running = connection.createStatement()) {
      running.execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(statement, e);
    }
  }

  private static JsonNode verify(ExitCode expected, String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("verify"));
    arguments.addAll(List.of(options));
    servers
        .powerSettings(Map.of())
        .forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int status =
        Main.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err))
            .execute(arguments.toArray(String[]::new));
    assertThat(status).as(out + "\n" + err).isEqualTo(expected.status());
    return new ObjectMapper().readTree(out.toString());
  }

  private static JsonNode named(JsonNode all, String name) {
    return by("name", name, all);
  }

  private static JsonNode by(String field, String value, JsonNode all) {
    return StreamSupport.stream(all.spliterator(), false)
        .filter(one -> one.path(field).asText().equals(value))
        .findFirst()
        .orElseThrow();
  }

  private static List<String> names(JsonNode all) {
    return texts(all, "name");
  }

  private static List<String> texts(JsonNode all, String field) {
    return StreamSupport.stream(all.spliterator(), false)
        .map(one -> one.path(field).asText())
        .toList();
  }
}
