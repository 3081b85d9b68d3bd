package dev.prejoin.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.prejoin.app.status.Balance;
import dev.prejoin.app.status.StatusReader;
import dev.prejoin.app.status.StatusReport;
import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.FreshDevStack;
import dev.prejoin.devstack.Server;
import dev.prejoin.generate.power.Generator;
import dev.prejoin.generate.power.GeneratorSettings;
import dev.prejoin.runtime.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The shipped pipeline from PostgreSQL to the aggregates, on real servers, judged by the oracle.
 */
class PowerPipelineIT {
  private static final Home HOME = new Home(Path.of(""));
  private static final Duration SOON = Duration.ofSeconds(180);

  private static FreshDevStack servers;
  private static DevStack stack;
  private static Generator generator;

  /** Goes on from test to test, but for those that end it. */
  private static Application application;

  private static boolean runs;

  @BeforeAll
  static void startServers() {
    servers = new FreshDevStack();
    stack = servers.stack();
    generator =
        new Generator(
            GeneratorSettings.withDefaults(stack.postgresJdbcUrl(), stack.postgresUser(), ""));
    generator.createTables();
    generator.insertDevices();
  }

  @AfterAll
  static void stopServers() {
    end();
    servers.close();
  }

  @BeforeEach
  void beThere() throws InterruptedException {
    if (!runs) {
      run(settings(Map.of()));
    }
  }

  private static void run(Settings settings) throws InterruptedException {
    start(settings);
    application.awaitRunning();
  }

  private static void start(Settings settings) {
    application = new Application(settings, HOME);
    runs = true;
    application.start(step -> {});
  }

  private static void end() {
    if (runs) {
      runs = false;
      application.close();
    }
  }

  @Test
  void shouldLandWhatTheSameSqlSaysOverTheSource() throws Exception {
    long before = generator.readings();
    generator.load(before + 5_000, Instant.now(), there -> {});

    assertEqualToTheSource();
    assertThat(
            servers.clickHouse("SELECT count() FROM l3_power_joined FINAL WHERE customer_id = ''"))
        .isNotEqualTo("0");
    assertThat(application.figures("power").rejected()).isPositive();
  }

  @Test
  void shouldFollowUpdatesDeletesAndKeyChangesIntoTheAggregates() throws Exception {
    generator.load(generator.readings() + 500, Instant.now(), there -> {});
    servers.postgres("UPDATE power_readings SET \"power_usage_kWh\" = 1.5 WHERE id % 7 = 0");
    servers.postgres("UPDATE power_readings SET \"power_usage_kWh\" = -1 WHERE id % 11 = 0");
    servers.postgres("UPDATE power_readings SET device_id = device_id % 900 + 1 WHERE id % 13 = 0");
    servers.postgres(
        "UPDATE power_readings SET timestamp = timestamp - interval '40 days' WHERE id % 17 = 0");
    servers.postgres("DELETE FROM power_readings WHERE id % 19 = 0");
    servers.postgres("UPDATE power_readings SET id = id + 100000000 WHERE id % 23 = 0");

    assertEqualToTheSource();
    assertThatEachRowIsInOnePlace();
  }

  private void assertThatEachRowIsInOnePlace() {
    try (StatusReader status = application.pipelines().status(settings(Map.of()))) {
      StatusReport report = status.read();
      assertThat(report.away()).isEmpty();
      assertThat(report.capture().orElseThrow().slot().orElseThrow().active()).isTrue();
      assertThat(report.topology()).singleElement().matches(group -> group.members() > 0);
      assertThat(report.landings()).isNotEmpty().noneMatch(at -> at.standing().landed() < 0);
      assertThat(report.rejects().keySet())
          .contains("mv_l1_to_l2: power_usage_kWh >= 0", "mv_l1_to_l2: power_usage_kWh < 100");
      List<Balance> balances = status.balances(line -> {});
      assertThat(balances).singleElement().matches(Balance::holds);
      Balance balance = balances.get(0);
      assertThat(balance.rows() - balance.deadLetters()).isEqualTo(generator.readings());
      assertThat(balance.rejected()).isPositive();
    }
  }

  @Test
  void shouldFollowTruncatesOfFactsWhileRowsFlow() throws Exception {
    generator.load(generator.readings() + 3_000, Instant.now(), there -> {});
    assertEqualToTheSource();
    for (int round = 0; round < 3; round++) {
      Thread writer =
          new Thread(() -> generator.load(generator.readings() + 2_000, Instant.now(), n -> {}));
      writer.start();
      servers.postgres(
          "BEGIN; UPDATE power_readings SET \"power_usage_kWh\" = 2 WHERE id % 3 = 0;"
              + " CREATE TEMP TABLE kept ON COMMIT DROP AS"
              + " SELECT * FROM power_readings WHERE id % 5 = 0;"
              + " TRUNCATE power_readings; INSERT INTO power_readings SELECT * FROM kept; COMMIT");
      writer.join();
    }

    assertEqualToTheSource();

    servers.postgres("TRUNCATE power_readings");
    assertEqualToTheSource();
    assertThat(servers.clickHouse("SELECT countMerge(usage_count) FROM l4_power_agg_stats"))
        .isEqualTo("0");
  }

  @Test
  void shouldFollowATruncateOfFactsAndMetadataAtOnce() throws Exception {
    generator.load(generator.readings() + 1_000, Instant.now(), there -> {});
    assertEqualToTheSource();
    servers.postgres("TRUNCATE power_readings, device_metadata");
    assertEqualToTheSource();
    assertThat(servers.clickHouse("SELECT count() FROM device_metadata FINAL")).isEqualTo("0");

    generator.insertDevices();
    generator.load(generator.readings() + 1_000, Instant.now(), there -> {});
    assertEqualToTheSource();
  }

  @Test
  void shouldGoOnWhereItEndedAfterARestart() throws Exception {
    generator.load(generator.readings() + 300, Instant.now(), there -> {});
    end();
    generator.load(generator.readings() + 300, Instant.now(), there -> {});
    run(settings(Map.of()));

    assertEqualToTheSource();
  }

  @Test
  void shouldCountNothingTwiceWhenTheTopologyReadsAgainFromTheBeginning() throws Exception {
    generator.load(generator.readings() + 300, Instant.now(), there -> {});
    assertEqualToTheSource();
    end();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()))) {
      admin.deleteConsumerGroups(List.of("prejoin")).all().get();
    }
    run(settings(Map.of()));
    servers.postgres("DELETE FROM power_readings WHERE id % 29 = 0");
    assertEqualToTheSource();
    end();

    start(settings(Map.of("topology.application.id", "another")));
    servers.postgres("DELETE FROM power_readings WHERE id % 31 = 0");

    assertEqualToTheSource();
    end();
  }

  @Test
  void shouldLoseNothingWhileServersAreAway() throws Exception {
    for (Server server : List.of(Server.CLICKHOUSE, Server.REGISTRY, Server.KAFKA)) {
      stack.kill(server);
      generator.load(generator.readings() + 300, Instant.now(), there -> {});
      stack.restart(server);

      assertEqualToTheSource();
    }
  }

  @Test
  void shouldPutUndecodableBytesAsideWithTheirReasonAndGoOn() throws Exception {
    for (String topic : List.of("l1_power_raw", "l2_power_cleaned", "l3_power_joined")) {
      send(topic, "no key", "no row");
    }
    generator.load(generator.readings() + 300, Instant.now(), there -> {});

    assertEqualToTheSource();
    for (String topic : List.of("l1_power_raw", "l2_power_cleaned", "l3_power_joined")) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                List<ConsumerRecord<byte[], byte[]>> letters = read(topic + ".dead-letters");
                assertThat(letters).hasSize(1);
                assertThat(new String(letters.get(0).value(), UTF_8)).isEqualTo("no row");
                assertThat(new String(letters.get(0).headers().lastHeader("reason").value(), UTF_8))
                    .contains("Confluent's wire format");
                assertThat(new String(letters.get(0).headers().lastHeader("source").value(), UTF_8))
                    .startsWith(topic + "-0@");
              });
    }
  }

  @Test
  void shouldWriteAvroThatAnIndependentDecoderReads() throws Exception {
    generator.load(generator.readings() + 100, Instant.now(), there -> {});
    assertEqualToTheSource();
    byte[] value =
        read("l3_power_joined").stream()
            .map(ConsumerRecord::value)
            .filter(bytes -> bytes != null && bytes[0] == 0)
            .findFirst()
            .orElseThrow();

    servers.clickHouse(
        "CREATE TABLE decoded (timestamp DateTime64(3), device_id UInt32, power_usage_kWh Float64)"
            + " ENGINE = Memory");
    servers.clickHouse("INSERT INTO decoded FORMAT AvroConfluent", value);

    assertThat(
            servers.clickHouse(
                "SELECT count() FROM decoded INNER JOIN l3_power_joined"
                    + " USING (timestamp, device_id, power_usage_kWh)"))
        .isNotEqualTo("0");
  }

  @Test
  void shouldTellEverythingThatIsUnfitAtOnceAndEndWithoutTouchingTheRest() throws Exception {
    end();
    servers.postgres("ALTER TABLE power_readings RENAME COLUMN device_id TO device");
    servers.clickHouse("ALTER TABLE device_metadata RENAME COLUMN customer_id TO customer");
    try {
      ProblemException e =
          catchThrowableOfType(
              ProblemException.class,
              () -> {
                try (Application unfit = new Application(settings(Map.of()), HOME)) {
                  unfit.start(step -> {});
                }
              });

      assertThat(e.problems()).hasSizeGreaterThanOrEqualTo(2);
      assertThat(e.getMessage()).contains("device_id", "customer_id");
    } finally {
      servers.postgres("ALTER TABLE power_readings RENAME COLUMN device TO device_id");
      servers.clickHouse("ALTER TABLE device_metadata RENAME COLUMN customer TO customer_id");
    }
  }

  @Test
  void shouldWaitForServersThatAreAwayAtTheStart() throws Exception {
    end();
    generator.load(generator.readings() + 300, Instant.now(), there -> {});
    for (Server server : Server.values()) {
      stack.kill(server);
    }
    application = new Application(settings(Map.of()), HOME);
    runs = true;
    Thread starter = new Thread(() -> application.start(step -> {}));
    starter.start();
    for (Server server : Server.values()) {
      stack.restart(server);
    }
    starter.join();
    application.awaitRunning();

    assertEqualToTheSource();
  }

  @Test
  void shouldRunEachRoleByItself() throws Exception {
    end();
    try (Application sink = new Application(settings(Map.of("roles", "sink")), HOME);
        Application topology = new Application(settings(Map.of("roles", "topology")), HOME);
        Application capture = new Application(settings(Map.of("roles", "capture")), HOME)) {
      for (Application role : List.of(sink, topology, capture)) {
        role.start(step -> {});
        role.awaitRunning();
      }
      generator.load(generator.readings() + 300, Instant.now(), there -> {});

      assertEqualToTheSource();
    }
  }

  @Test
  void shouldRefuseAWrongPasswordWithoutShowingIt() throws Exception {
    end();
    servers.postgres("CREATE ROLE locked LOGIN REPLICATION PASSWORD 'the right one'");
    Path rules = servers.directory().resolve("data/postgres/pg_hba.conf");
    Files.writeString(
        rules, "host all locked 127.0.0.1/32 scram-sha-256\n" + Files.readString(rules));
    servers.postgres("SELECT pg_reload_conf()");

    ProblemException e =
        catchThrowableOfType(
            ProblemException.class,
            () -> {
              Settings wrong =
                  settings(Map.of("postgres.user", "locked", "postgres.password", "not this"));
              try (Application refused = new Application(wrong, HOME)) {
                refused.start(step -> {});
              }
            });

    assertThat(e.getMessage()).contains("password", "locked").doesNotContain("not this");
  }

  private static void send(String topic, String key, String value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.kafkaBootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer
          .send(new ProducerRecord<>(topic, 0, key.getBytes(UTF_8), value.getBytes(UTF_8)))
          .get();
    }
  }

  private static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                stack.kafkaBootstrapServers(),
                "isolation.level",
                "read_committed"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
      return records;
    }
  }

  private static void assertEqualToTheSource() {
    PowerOracle.awaitEqual(stack, Path.of(""));
  }

  private static Settings settings(Map<String, String> more) {
    return SettingsReader.read(
        Path.of("config/application.properties"), Map.of(), servers.powerSettings(more));
  }
}
