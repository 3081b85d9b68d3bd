package dev.prejoin.app;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.FreshDevStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A column of every type, each with its extremes: from PostgreSQL by snapshot and by stream,
 * through the topics and a view, into ClickHouse, and read there as text.
 */
class TypesIT {
  private static final List<TypeCase> CASES = TypeCase.all();
  private static final int ROWS = CASES.stream().mapToInt(c -> c.values().size()).max().orElse(0);
  private static final int OF_NULLS = -1;
  private static final String KEY = "00112233-4455-6677-8899-aabbccddeeff";

  /** Which of its values each row has, by the row's id. */
  private final Map<Integer, Integer> expected = new TreeMap<>();

  private FreshDevStack servers;
  private DevStack stack;

  @ParameterizedTest
  @ValueSource(strings = {"avro", "json"})
  void shouldBringEveryTypesExtremesFromPostgresToClickHouse(String format) throws Exception {
    servers = new FreshDevStack();
    stack = servers.stack();
    try {
      createTable();
      insert(1);
      Home home = new Home(writeHome());
      try (Application application = new Application(settings(format), home)) {
        application.start(step -> {});
        application.awaitRunning();
        insert(101);
        update(1, 1);
        update(101, OF_NULLS);
        update(100, 2);
        servers.postgres("DELETE FROM every_type WHERE id IN (2, 102)");
        expected.keySet().removeAll(List.of(2, 102));

        await()
            .atMost(Duration.ofSeconds(90))
            .pollInterval(Duration.ofSeconds(1))
            .untilAsserted(
                () -> {
                  assertThat(reasons()).isEmpty();
                  assertLanded("landed_type FINAL");
                });
        if (format.equals("avro")) {
          assertThatAnIndependentDecoderReads("landed_type");
        }
        assertThatWhatATypeCannotHoldIsPutAside();
      }
    } finally {
      servers.close();
    }
  }

  private void createTable() throws Exception {
    servers.postgres("CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')");
    servers.postgres("CREATE TYPE labels AS ENUM ('it is', 'größer')");
    servers.postgres(
        "CREATE TABLE every_type (id bigint, k_uuid uuid, k_decimal numeric(20,3), k_mood mood, "
            + CASES.stream().map(c -> c.name() + " " + c.postgres()).collect(joined())
            + ", PRIMARY KEY (id, k_uuid, k_decimal, k_mood))");
    servers.postgres("ALTER TABLE every_type REPLICA IDENTITY FULL");
  }

  private static Collector<CharSequence, ?, String> joined() {
    return Collectors.joining(", ");
  }

  /** A row for each value, and before them one of NULLs. */
  private void insert(int firstId) throws Exception {
    for (int row = OF_NULLS; row < ROWS; row++) {
      int value = row;
      servers.postgres(
          "INSERT INTO every_type VALUES (%d, '%s', 12345678901234567.891, 'ok', %s)"
              .formatted(
                  firstId + row, KEY, CASES.stream().map(c -> c.value(value)).collect(joined())));
      expected.put(firstId + row, row);
    }
  }

  private void update(int id, int row) throws Exception {
    servers.postgres(
        "UPDATE every_type SET %s WHERE id = %d"
            .formatted(
                CASES.stream().map(c -> c.name() + " = " + c.value(row)).collect(joined()), id));
    expected.put(id, row);
  }

  private Path writeHome() throws Exception {
    Path home = servers.directory().resolve("home").toAbsolutePath();
    Path ddl = home.resolve("clickhouse/ddl");
    Files.createDirectories(home.resolve("schemas/avro"));
    Files.createDirectories(home.resolve("topology"));
    Files.createDirectories(ddl.resolve("types"));
    Files.createDirectories(ddl.resolve("prejoin"));
    try (var files = Files.list(Path.of("clickhouse/ddl/prejoin"))) {
      for (Path file : files.toList()) {
        Files.copy(file, ddl.resolve("prejoin").resolve(file.getFileName()));
      }
    }
    String names = CASES.stream().map(TypeCase::name).collect(joined());
    Files.writeString(
        home.resolve("topology/types.sql"),
        """
        CREATE TABLE every_type ENGINE = ChangeStream('public.every_type');
        CREATE MATERIALIZED VIEW mv_types TO landed_type AS SELECT id, %s FROM every_type;
        """
            .formatted(names));
    String id = "{\"name\":\"id\",\"type\":\"long\"}";
    String fields = CASES.stream().map(TypeCase::field).collect(joined());
    for (String name : List.of("every_type", "landed_type")) {
      schema(home, name, id + "," + fields);
    }
    schema(
        home,
        "every_type-key",
        id
            + ",{\"name\":\"k_uuid\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"}}"
            + ",{\"name\":\"k_decimal\",\"type\":{\"type\":\"bytes\",\"logicalType\":\"decimal\","
            + "\"precision\":20,\"scale\":3}}"
            + ",{\"name\":\"k_mood\",\"type\":{\"type\":\"enum\",\"name\":\"mood\","
            + "\"symbols\":[\"sad\",\"ok\",\"happy\"]}}");
    Files.writeString(
        ddl.resolve("types/001_landed_type.sql"),
        """
        CREATE TABLE landed_type
        (
            id Int64, %s,
            _key Tuple(Int64, UUID, Decimal(20, 3), Enum8('sad' = 1, 'ok' = 2, 'happy' = 3)),
            _shard UInt32, _version UInt128, _deleted UInt8, _correction UInt8, _seg UInt64,
            _matched UInt32, _seen Array(Int64)
        )
        ENGINE = ReplacingMergeTree(_version, _deleted) ORDER BY (id, _key)
        """
            .formatted(CASES.stream().map(TypeCase::column).collect(joined())));
    return home;
  }

  private static void schema(Path home, String name, String fields) throws Exception {
    Files.writeString(
        home.resolve("schemas/avro/" + name + ".avsc"),
        "{\"type\":\"record\",\"name\":\"%s\",\"namespace\":\"prejoin\",\"fields\":[%s]}"
            .formatted(name.replace('-', '_'), fields));
  }

  private Settings settings(String format) {
    return SettingsReader.read(
        Path.of("config/application.properties"),
        Map.of(),
        servers.settings(Map.of("pipelines", "topology/types.sql", "topic.format", format)));
  }

  private void assertLanded(String table) throws Exception {
    String columns = CASES.stream().map(TypeCase::shown).collect(joined());
    List<JsonNode> rows = new ArrayList<>();
    for (String line :
        servers
            .clickHouse(
                "SELECT id, %s FROM %s ORDER BY id FORMAT JSONCompactEachRow"
                    .formatted(columns, table),
                new byte[0])
            .lines()
            .toList()) {
      rows.add(new ObjectMapper().readTree(line));
    }
    assertThat(rows.stream().map(row -> row.get(0).asInt()).toList())
        .containsExactlyElementsOf(expected.keySet());
    List<Integer> values = List.copyOf(expected.values());
    List<String> differences = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      for (int c = 0; c < CASES.size(); c++) {
        JsonNode cell = rows.get(i).get(c + 1);
        String text = cell.isNull() ? null : cell.asText();
        String wanted = CASES.get(c).text(values.get(i));
        if (!Objects.equals(text, wanted)) {
          differences.add(
              "id %s: %s is %s, not %s"
                  .formatted(rows.get(i).get(0), CASES.get(c).name(), text, wanted));
        }
      }
    }
    assertThat(differences).isEmpty();
  }

  /** ClickHouse's own reader of Avro takes the latest value of each row. */
  private void assertThatAnIndependentDecoderReads(String topic) throws Exception {
    // It reads a decimal as a Decimal only, a string as no Enum, and takes milliseconds for a
    // DateTime's seconds.
    servers.clickHouse(
        "CREATE TABLE decoded (id Int64, %s) ENGINE = Memory"
            .formatted(
                CASES.stream()
                    .map(TypeCase::column)
                    .map(column -> column.replace("(UInt64)", "(Decimal(20, 0))"))
                    .map(column -> column.replace("(DateTime)", "(DateTime64(3))"))
                    .map(column -> column.replaceAll("Enum8\\('it is'.*2\\)", "String"))
                    .collect(joined())),
        new byte[0]);
    Map<String, byte[]> latest = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : read(topic)) {
      if (record.value() == null) {
        latest.remove(new String(record.key(), ISO_8859_1));
      } else {
        latest.put(new String(record.key(), ISO_8859_1), record.value());
      }
    }
    for (byte[] value : latest.values()) {
      servers.clickHouse("INSERT INTO decoded FORMAT AvroConfluent", value);
    }
    assertLanded(
        "(SELECT * REPLACE (toDateTime(c_ts0) AS c_ts0, toDateTime(c_tz0) AS c_tz0) FROM decoded)");
  }

  private void assertThatWhatATypeCannotHoldIsPutAside() throws Exception {
    List<String> bad =
        List.of(
            "c_date32 = 'infinity'",
            "c_date32 = '0044-03-15 BC'",
            "c_date = '1969-12-31'",
            "c_ts6 = 'infinity'",
            "c_tz6 = '-infinity'",
            "c_ts9 = '2299-01-01'",
            "c_numeric = 'NaN'",
            "c_numeric = 'Infinity'",
            "c_numeric = 1e-11",
            "c_u8 = 256",
            "c_u64 = -1",
            "c_bigint_array = '{1,NULL}'",
            "c_bigint_array = '{{1,2},{3,4}}'");
    for (int i = 0; i < bad.size(); i++) {
      servers.postgres(
          "INSERT INTO every_type (id, k_uuid, k_decimal, k_mood) VALUES (%d, '%s', 1, 'sad')"
              .formatted(1000 + i, KEY));
      servers.postgres("UPDATE every_type SET %s WHERE id = %d".formatted(bad.get(i), 1000 + i));
    }
    await()
        .atMost(Duration.ofSeconds(90))
        .untilAsserted(
            () ->
                assertThat(reasons())
                    .hasSameSizeAs(bad)
                    .allMatch(
                        reason ->
                            IntStream.range(0, bad.size())
                                .anyMatch(
                                    i ->
                                        reason.startsWith(
                                            bad.get(i).substring(0, bad.get(i).indexOf(' ')))),
                        "names its column"));
  }

  /** Why records were put aside, on the whole way. */
  private List<String> reasons() {
    return Stream.of("every_type.dead-letters", "landed_type.dead-letters")
        .flatMap(topic -> read(topic).stream())
        .map(letter -> new String(letter.headers().lastHeader("reason").value(), UTF_8))
        .toList();
  }

  private List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers",
                stack.kafkaBootstrapServers(),
                "isolation.level",
                "read_committed",
                "fetch.max.bytes",
                "50000000"),
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
}
