package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.FreshDevStack;
import dev.prejoin.devstack.Server;
import dev.prejoin.generate.power.Generator;
import dev.prejoin.generate.power.GeneratorSettings;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.runtime.Status;
import dev.prejoin.schema.AvroRowCodec;
import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.SchemaRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * What becomes of records whose schema cannot be asked for now, and of those that are gone before
 * the topology has read them, on real servers.
 */
class UnreadableRecordsIT {
  private static final Home HOME = new Home(Path.of(""));
  private static final Duration SOON = Duration.ofSeconds(180);
  private static final Duration WHILE = Duration.ofSeconds(3);
  private static final String FACTS = "l1_power_raw";
  private static final String DEVICES = "device_metadata";

  private static FreshDevStack servers;
  private static DevStack stack;
  private static Generator generator;

  /** Who has read the topics that there are. */
  private static String applicationId = "prejoin";

  private final Logger logger = (Logger) LoggerFactory.getLogger(Status.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Application application;
  private boolean registryAway;

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
    servers.close();
  }

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void stop() throws InterruptedException {
    logger.detachAppender(log);
    logger.setLevel(null);
    application.close();
    registryComesBack();
  }

  private void registryComesBack() throws InterruptedException {
    if (registryAway) {
      stack.restart(Server.REGISTRY);
      registryAway = false;
    }
  }

  private static long deadLetters() throws Exception {
    long letters = 0;
    for (String topic : topics()) {
      letters += topic.endsWith(".dead-letters") ? ends(topic) : 0;
    }
    return letters;
  }

  private void run(Map<String, String> more) throws InterruptedException {
    application = new Application(settings(more), HOME);
    application.start(step -> {});
    application.awaitRunning();
  }

  @Test
  void shouldWaitForARegistryThatIsAwayWhenARecordNamesANewSchema() throws Exception {
    run(Map.of());
    load(200);
    assertEqualToTheSource();
    long deadLetters = deadLetters();
    Wider facts = new Wider(FACTS, "note");
    Wider devices = new Wider(DEVICES, "note");
    registryAway = true;
    stack.kill(Server.REGISTRY);
    send(facts, 'c', 2_000_000_001L);
    send(devices, 'c', 2_000_000_001L);

    awaitLine("topology waits: schema registry");
    awaitLine("sink waits: schema registry");
    await()
        .during(WHILE)
        .atMost(SOON)
        .untilAsserted(() -> assertThat(deadLetters()).isEqualTo(deadLetters));
    assertThat(lines("waits: schema registry")).as("each says so once").hasSize(2);

    registryComesBack();
    awaitLanded("l3_power_joined", "1");
    awaitLanded(DEVICES, "1");
    awaitLine("topology runs");
    assertThat(deadLetters()).isEqualTo(deadLetters);
    send(facts, 'd', 2_000_000_001L);
    send(devices, 'd', 2_000_000_001L);
    awaitLanded("l3_power_joined", "0");
    assertEqualToTheSource();
  }

  @Test
  void shouldEndWhileItWaitsForARegistry() throws Exception {
    run(Map.of());
    load(200);
    assertEqualToTheSource();
    Wider facts = new Wider(FACTS, "another");
    Wider devices = new Wider(DEVICES, "another");
    registryAway = true;
    stack.kill(Server.REGISTRY);
    send(facts, 'c', 2_000_000_001L);
    send(devices, 'c', 2_000_000_001L);
    awaitLine("topology waits: schema registry");
    awaitLine("sink waits: schema registry");

    assertTimeout(Duration.ofSeconds(9), application::close);

    assertThat(lines("failed")).isEmpty();
    registryComesBack();
    run(Map.of());
    awaitLanded("l3_power_joined", "1");
    awaitLanded(DEVICES, "1");
    send(facts, 'd', 2_000_000_001L);
    send(devices, 'd', 2_000_000_001L);
    awaitLanded("l3_power_joined", "0");
    assertEqualToTheSource();
  }

  @Test
  void shouldEndWhereRecordsAreGoneAndGoOnAfterASnapshot() throws Exception {
    run(Map.of());
    load(200);
    assertEqualToTheSource();
    application.close();
    long before = ends(FACTS);
    run(Map.of("roles", "capture"));
    load(300);
    servers.postgres("DELETE FROM power_readings WHERE id % 7 = 0");
    await().atMost(SOON).until(() -> ends(FACTS) > before + 300);
    await().during(WHILE).atMost(SOON).until(new Unchanged());
    application.close();
    removeRecords(FACTS);

    application = new Application(settings(Map.of()), HOME);
    application.start(step -> {});
    awaitFailure(FACTS + "-", "records are gone", "`./prejoin snapshot " + FACTS + "`");
    application.close();

    Resnapshot.Request asked = Resnapshot.request(settings(Map.of()), List.of(FACTS));
    assertThat(asked.tables()).containsExactly("public.power_readings");
    assertThat(asked.passedOver())
        .isNotEmpty()
        .as("the topology, and the sink, which lands the source")
        .anyMatch(line -> line.startsWith(applicationId + " goes on at " + FACTS + "-"))
        .anyMatch(line -> line.startsWith("prejoin-sink goes on at " + FACTS + "-"));
    run(Map.of());
    assertEqualToTheSource();
    load(100);
    assertEqualToTheSource();
  }

  @Test
  void shouldEndWhereATopicWasMadeAnewAndBeginAgainAsItSays() throws Exception {
    run(Map.of());
    load(200);
    assertEqualToTheSource();
    application.close();
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(FACTS)).all().get();
    }
    await().atMost(SOON).until(() -> !topics().contains(FACTS));

    application = new Application(settings(Map.of()), HOME);
    application.start(step -> {});
    awaitFailure(
        "made anew",
        "`./prejoin snapshot " + FACTS + "`",
        "topology.application.id",
        "docs/guarantee.md, \"Tables made anew\"");
    application.close();

    TablesAnew.asTheGuideSays(FACTS, servers);
    Resnapshot.request(settings(Map.of()), List.of(FACTS));
    applicationId = "again";
    run(Map.of());
    assertEqualToTheSource();
    load(100);
    assertEqualToTheSource();
  }

  /** Whether the topic's end is where it was at the last look. */
  private static final class Unchanged implements Callable<Boolean> {
    private long last = -1;

    @Override
    public Boolean call() throws Exception {
      long now = ends(FACTS);
      boolean same = now == last;
      last = now;
      return same;
    }
  }

  private void awaitFailure(String... texts) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThatThrownBy(application::throwFailure)
                    .isInstanceOf(ProblemException.class)
                    .hasMessageContainingAll(texts));
  }

  private List<String> lines(String part) {
    return List.copyOf(log.list).stream()
        .map(ILoggingEvent::getFormattedMessage)
        .filter(line -> line.contains(part))
        .toList();
  }

  private void awaitLine(String part) {
    await().atMost(SOON).untilAsserted(() -> assertThat(lines(part)).isNotEmpty());
  }

  private static void awaitLanded(String table, String rows) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        servers.clickHouse(
                            "SELECT count() FROM " + table + " FINAL WHERE _key = 2000000001"))
                    .isEqualTo(rows));
  }

  /** A topic's rows and keys, as somebody writes them whose schema has one field more. */
  private record Wider(
      String topic, AvroRowCodec keys, AvroRowCodec rows, List<Column> columns, String field) {
    Wider(String topic, String field) throws Exception {
      this(topic, codec(topic, "-key", ""), codec(topic, "", field), columns(topic, field), field);
    }

    private static Schema schema(String topic, String kind, String field) throws Exception {
      Schema own =
          new Schema.Parser()
              .parse(Files.readString(Path.of("schemas/avro/" + topic + kind + ".avsc")));
      List<Schema.Field> fields = new ArrayList<>();
      own.getFields().forEach(f -> fields.add(new Schema.Field(f, f.schema())));
      if (!field.isEmpty()) {
        Schema text =
            Schema.createUnion(Schema.create(Schema.Type.NULL), Schema.create(Schema.Type.STRING));
        fields.add(new Schema.Field(field, text, null, Schema.Field.NULL_DEFAULT_VALUE));
      }
      return Schema.createRecord(own.getName(), null, own.getNamespace(), false, fields);
    }

    private static List<Column> columns(String topic, String field) throws Exception {
      return AvroSchemas.columns(schema(topic, "", field));
    }

    private static AvroRowCodec codec(String topic, String kind, String field) throws Exception {
      Schema schema = schema(topic, kind, field);
      SchemaRegistry registry = new SchemaRegistry(URI.create(stack.registryUrl()), "", "");
      int id = registry.register(topic + (kind.isEmpty() ? "-value" : kind), schema);
      return new AvroRowCodec(AvroSchemas.columns(schema), schema, id, registry::schema);
    }

    Object[] row(long key) {
      Object[] row = new Object[columns.size()];
      for (int i = 0; i < row.length; i++) {
        Column column = columns.get(i);
        row[i] =
            switch (column.name()) {
              case "device_id" -> key;
              case "timestamp" -> Instant.now().getEpochSecond() * 1000;
              case "power_usage_kWh" -> 1.5;
              default -> column.name().equals(field) ? "new" : column.type().defaultValue();
            };
      }
      return row;
    }
  }

  private static void send(Wider wider, char op, long key) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.kafkaBootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(
              wider.topic(),
              0,
              wider.keys().encode(new Object[] {key}),
              op == 'd' ? null : wider.rows().encode(wider.row(key)));
      record.headers().add(Origin.HEADER, Origin.captured(op, 1).toBytes());
      producer.send(record).get();
    }
  }

  private static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", stack.kafkaBootstrapServers()));
  }

  private static Set<String> topics() throws Exception {
    try (Admin admin = admin()) {
      return admin.listTopics().names().get();
    }
  }

  /** The sum of the ends of a topic's partitions. */
  private static long ends(String topic) throws Exception {
    return positions(topic).values().stream().mapToLong(end -> end).sum();
  }

  private static Map<TopicPartition, Long> positions(String topic) throws Exception {
    try (Admin admin = admin()) {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().stream()
          .map(partition -> new TopicPartition(topic, partition.partition()))
          .forEach(partition -> latest.put(partition, OffsetSpec.latest()));
      return admin.listOffsets(latest).all().get().entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, end -> end.getValue().offset()));
    }
  }

  /** As retention does. */
  private static void removeRecords(String topic) throws Exception {
    try (Admin admin = admin()) {
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      positions(topic).forEach((at, end) -> all.put(at, RecordsToDelete.beforeOffset(end)));
      admin.deleteRecords(all).all().get();
    }
  }

  private static void load(long more) {
    generator.load(generator.readings() + more, Instant.now(), there -> {});
  }

  private static void assertEqualToTheSource() {
    PowerOracle.awaitEqual(stack, Path.of(""));
  }

  private static Settings settings(Map<String, String> more) {
    Map<String, String> keys = new HashMap<>(Map.of("topology.application.id", applicationId));
    keys.putAll(more);
    return SettingsReader.read(
        Path.of("config/application.properties"), Map.of(), servers.powerSettings(keys));
  }
}
