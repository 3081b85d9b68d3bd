package dev.prejoin.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prejoin.app.replay.Replay;
import dev.prejoin.app.replay.Replay.Extent;
import dev.prejoin.app.replay.ReplayReport;
import dev.prejoin.app.replay.ReplayRequest;
import dev.prejoin.app.replay.ReplayRequest.Kind;
import dev.prejoin.app.status.Balance;
import dev.prejoin.app.status.StatusReader;
import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.console.ConsoleClient;
import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.FreshDevStack;
import dev.prejoin.generate.power.Generator;
import dev.prejoin.generate.power.GeneratorSettings;
import dev.prejoin.schema.Origin;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped pipeline with a rule that is changed, on real servers, judged by the oracle. */
class ReplayIT {
  private static final Duration SOON = Duration.ofSeconds(180);
  private static final String LESS_THAN_100 = "power_usage_kWh < 100";
  private static final int HIGH = 400;

  @TempDir static Path home;

  private static FreshDevStack servers;
  private static DevStack stack;
  private static Generator generator;
  private static long firstHigh;
  private final List<KafkaProducer<byte[], byte[]>> abandoned = new ArrayList<>();
  private final List<String> steps = new ArrayList<>();
  private Application application;

  @BeforeAll
  static void startServers() throws Exception {
    servers = new FreshDevStack();
    stack = servers.stack();
    generator =
        new Generator(
            GeneratorSettings.withDefaults(stack.postgresJdbcUrl(), stack.postgresUser(), ""));
    generator.createTables();
    generator.insertDevices();
    ProjectCopy.of(home, "topology/power.sql", "schemas", "clickhouse");
  }

  @AfterAll
  static void stopServers() {
    servers.close();
  }

  @BeforeEach
  void run() throws InterruptedException {
    application = new Application(settings(), new Home(home));
    application.start(steps::add);
    application.awaitRunning();
  }

  @AfterEach
  void stop() {
    abandoned.forEach(killed -> killed.close(Duration.ZERO));
    application.close();
  }

  @Test
  void shouldSendRejectsThroughTheChangedRuleExactlyOnce() throws Exception {
    generator.load(generator.readings() + 1_000, Instant.now(), there -> {});
    firstHigh = count("SELECT max(id) FROM power_readings");
    servers.postgres(
        "INSERT INTO power_readings (timestamp, device_id, \"power_usage_kWh\")"
            + " SELECT date_trunc('second', now()), n %% 50 + 1, 500 FROM generate_series(1, %d) AS n"
                .formatted(HIGH));
    servers.postgres(
        "UPDATE power_readings SET \"power_usage_kWh\" = 501 WHERE id % 2 = 0 AND" + high());
    // Each once, though half of them were rejected twice.
    long rejected = tooHigh();
    assertThat(rejected).isGreaterThanOrEqualTo(HIGH);
    await().atMost(SOON).until(() -> rejects(LESS_THAN_100) == rejected);
    // Of these, the change is what holds.
    servers.postgres(
        "UPDATE power_readings SET \"power_usage_kWh\" = 5 WHERE id % 10 = 0 AND" + high());
    servers.postgres("DELETE FROM power_readings WHERE id % 10 = 1 AND" + high());
    assertEqualToTheSource();

    application.close();
    Path sql = home.resolve("topology/power.sql");
    Files.writeString(
        sql, Files.readString(sql).replace("power_usage_kWh < 100", "power_usage_kWh < 2000"));
    run();
    assertThat(replay(LESS_THAN_100, Extent.DRY_RUN).sent()).isPositive();
    abandonAReplay();
    AtomicBoolean ended = new AtomicBoolean();
    Thread writer = new Thread(() -> changeRows(ended));
    writer.start();
    ReplayReport first;
    try {
      first = replay(LESS_THAN_100, Extent.SEND_AND_WAIT);
    } finally {
      ended.set(true);
      writer.join();
    }

    assertThat(first.chosen()).containsExactly(Map.entry("mv_l1_to_l2", rejected));
    assertThat(first.sent() + first.changed()).isEqualTo(rejected);
    assertThat(first.changed()).isPositive();
    assertThat(first.outcome()).contains(new ReplayReport.Outcome(first.sent(), 0, 0, 0));
    assertEqualToTheSource();
    assertThat(rejects(LESS_THAN_100)).isZero();
    ReplayReport again = replay(LESS_THAN_100, Extent.SEND_AND_WAIT);
    assertThat(again.chosen()).isEmpty();
    assertThat(again.others().get(0)).contains("what rejects rows", "power_usage_kWh >= 0");
    ReplayReport others =
        replay(
            new ReplayRequest(
                Kind.REJECTS, Optional.of("mv_l1_to_l2"), Optional.empty(), Optional.empty()),
            Extent.SEND_AND_WAIT);
    assertThat(others.outcome()).contains(new ReplayReport.Outcome(0, others.sent(), 0, 0));
    assertThat(rejects("power_usage_kWh >= 0")).isEqualTo(others.sent());
    assertThatEachRowIsInOnePlace();
  }

  @Test
  void shouldPutPoisonAsideOnceAndLetThroughWhatCanBeReadByNow() throws Exception {
    generator.load(generator.readings() + 300, Instant.now(), there -> {});
    try (KafkaProducer<byte[], byte[]> producer = producer(Map.of())) {
      producer
          .send(
              new ProducerRecord<>(
                  "l1_power_raw", 0, "no key".getBytes(UTF_8), "no".getBytes(UTF_8)))
          .get();
    }
    await().atMost(SOON).until(() -> deadLetters() == 1);
    JsonNode letter = ConsoleClient.of(steps).get("/api/dead-letters").path("groups").get(0);
    assertThat(letter.path("topic").asText()).isEqualTo("l1_power_raw.dead-letters");
    assertThat(letter.path("letters").asLong()).isEqualTo(1);
    assertThat(letter.path("replayable").asBoolean()).isTrue();
    assertThat(letter.path("samples").get(0).path("value").path("text").asText()).isEqualTo("no");

    for (int round = 0; round < 2; round++) {
      ReplayReport report =
          replay(
              new ReplayRequest(
                  Kind.DEAD_LETTERS, Optional.empty(), Optional.empty(), Optional.empty()),
              Extent.SEND_AND_WAIT);

      assertThat(report.sent()).isEqualTo(1);
      assertThat(report.outcome()).contains(new ReplayReport.Outcome(0, 0, 1, 0));
      assertThat(deadLetters()).isEqualTo(1);
    }
    assertEqualToTheSource();
  }

  @Test
  void shouldSendThemWhenTheConsoleIsAskedTo() throws Exception {
    int below = 20;
    servers.postgres(
        "INSERT INTO power_readings (timestamp, device_id, \"power_usage_kWh\")"
            + " SELECT date_trunc('second', now()), n, -5 FROM generate_series(1, %d) AS n"
                .formatted(below));
    String rule = "power_usage_kWh >= 0";
    await().atMost(SOON).until(() -> rejects(rule) >= below);
    ConsoleClient console = ConsoleClient.of(steps);
    shouldNameTheKeyThatNoDeviceHas(console);
    JsonNode counted = console.get("/api/rejects").path("rejects");
    JsonNode group =
        StreamSupport.stream(counted.spliterator(), false)
            .filter(one -> one.path("rule").asText().equals(rule))
            .findFirst()
            .orElseThrow();
    long rejected = rejects(rule);
    assertThat(group.path("rows").asLong()).isEqualTo(rejected);
    JsonNode newest =
        console
            .get("/api/rejects/rows?view=mv_l1_to_l2&most=1&rule=" + URLEncoder.encode(rule, UTF_8))
            .path("rows")
            .get(0);
    assertThat(newest.path("row").path("power_usage_kWh").asDouble()).isEqualTo(-5);
    assertThat(newest.path("source").asText()).matches("l1_power_raw-\\d+@\\d+");
    String order = "{\"kind\":\"REJECTS\",\"view\":\"mv_l1_to_l2\",\"rule\":\"" + rule + "\"";
    JsonNode tried = console.result("/api/replays", order + "}");
    assertThat(tried.path("sent").asLong()).isEqualTo(rejected);
    assertThat(rejects(rule)).as("nothing was sent").isEqualTo(rejected);

    Path sql = home.resolve("topology/power.sql");
    String before = Files.readString(sql);
    application.close();
    Files.writeString(sql, before.replace(rule, "power_usage_kWh >= -10"));
    run();
    console = ConsoleClient.of(steps);
    JsonNode begun = console.begin("/api/replays", order + ",\"dryRun\":false}");
    JsonNode refused = console.post("/api/replays", "{\"kind\":\"DEAD_LETTERS\"}", 409);
    assertThat(refused.path("error").asText()).contains("One runs already");
    JsonNode sent = console.awaitEnd(begun).path("result");
    assertThat(sent.path("outcome").path("landed").asLong()).isGreaterThanOrEqualTo(below);
    assertThat(sent.path("sent").asLong()).isEqualTo(rejected);
    assertThat(rejects(rule)).isZero();
    assertThat(
            servers.clickHouse(
                "SELECT count(), uniqExact(_key) FROM l3_power_joined WHERE power_usage_kWh = -5"))
        .as("each once, in whatever version")
        .isEqualTo(below + "\t" + below);
    assertEqualToTheSource();
    JsonNode balance = console.result("/api/reconciliations", "{}").path("balances").get(0);
    assertThat(balance.path("holds").asBoolean()).as(balance.toString()).isTrue();

    application.close();
    // As the former rule has it again: what landed by the changed one goes.
    servers.postgres(
        "DELETE FROM power_readings WHERE \"power_usage_kWh\" >= -10 AND \"power_usage_kWh\" < 0");
    Files.writeString(sql, before);
    run();
    assertEqualToTheSource();
  }

  private static void shouldNameTheKeyThatNoDeviceHas(ConsoleClient console) throws Exception {
    servers.postgres(
        "INSERT INTO power_readings (timestamp, device_id, \"power_usage_kWh\")"
            + " SELECT date_trunc('second', now()), 5001, 7 FROM generate_series(1, 300)");
    await()
        .atMost(SOON)
        .until(
            () -> console.get("/api/waiting").path("unmatched").path(0).path("most").toString(),
            keys -> keys.contains("{\"values\":[\"5001\"],\"rows\":300}"));
  }

  /** As if one had been killed in the middle: what it sent is there, and not committed. */
  private void abandonAReplay() throws Exception {
    KafkaProducer<byte[], byte[]> killed =
        producer(Map.of("transactional.id", "prejoin-replay-prejoin"));
    abandoned.add(killed);
    killed.initTransactions();
    killed.beginTransaction();
    killed
        .send(
            new ProducerRecord<>(
                "l1_power_raw",
                0,
                0L,
                "no key".getBytes(UTF_8),
                "no row".getBytes(UTF_8),
                List.of(new RecordHeader(Origin.HEADER, "op=u inc=1 at=0".getBytes(UTF_8)))))
        .get();
  }

  private static KafkaProducer<byte[], byte[]> producer(Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put("bootstrap.servers", stack.kafkaBootstrapServers());
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static String high() {
    return " \"power_usage_kWh\" BETWEEN 500 AND 501";
  }

  private static long tooHigh() throws SQLException {
    return count(
        "SELECT count(*) FROM power_readings"
            + " WHERE \"power_usage_kWh\" >= 100 AND \"power_usage_kWh\" <> 'NaN'");
  }

  /** Rows change all the while, to good ones and bad ones by either rule. */
  private static void changeRows(AtomicBoolean ended) {
    try {
      for (int round = 0; !ended.get(); round++) {
        change(List.of(600, 3, 3000).get(round % 3));
      }
      change(7);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void change(int usage) throws SQLException {
    servers.postgres(
        "UPDATE power_readings SET \"power_usage_kWh\" = %d".formatted(usage)
            + " WHERE id %% 10 = 2 AND id > %d".formatted(firstHigh));
  }

  private ReplayReport replay(String rule, Extent extent) {
    return replay(
        new ReplayRequest(Kind.REJECTS, Optional.empty(), Optional.of(rule), Optional.empty()),
        extent);
  }

  private ReplayReport replay(ReplayRequest request, Extent extent) {
    try (Replay replay = application.pipelines().replay(settings())) {
      return replay.run(request, extent, line -> {});
    }
  }

  private long rejects(String rule) {
    try (StatusReader status = application.pipelines().status(settings())) {
      return status.read().rejects().getOrDefault("mv_l1_to_l2: " + rule, 0L);
    }
  }

  private long deadLetters() {
    try (StatusReader status = application.pipelines().status(settings())) {
      return status.read().deadLetters().getOrDefault("l1_power_raw.dead-letters", 0L);
    }
  }

  private void assertThatEachRowIsInOnePlace() throws SQLException {
    try (StatusReader status = application.pipelines().status(settings())) {
      Balance balance = status.balances(line -> {}).get(0);
      assertThat(balance).matches(Balance::holds);
      assertThat(balance.rows() - balance.deadLetters())
          .isEqualTo(count("SELECT count(*) FROM power_readings"));
      assertThat(balance.rejected())
          .isEqualTo(status.read().rejects().values().stream().mapToLong(Long::longValue).sum());
    }
  }

  private static long count(String query) throws SQLException {
    try (Connection connection = servers.connect();
        Statement running = connection.createStatement();
        var rows = running.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void assertEqualToTheSource() {
    PowerOracle.awaitEqual(stack, home);
  }

  private static Settings settings() {
    try {
      Path file = home.resolve("application.properties");
      Files.writeString(file, "");
      return SettingsReader.read(file, Map.of(), servers.settings(Map.of()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
