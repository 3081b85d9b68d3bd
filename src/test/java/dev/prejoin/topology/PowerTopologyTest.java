package dev.prejoin.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.definition.PipelineFile;
import dev.prejoin.plan.Compiler;
import dev.prejoin.plan.Plan;
import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.schema.SchemaRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped pipeline, record by record. */
class PowerTopologyTest {
  private static final String L1 = "l1_power_raw";
  private static final String L2 = "l2_power_cleaned";
  private static final String L3 = "l3_power_joined";
  private static final String REJECTS = "l2_power_cleaned.rejects";
  private static final String DEAD_LETTERS = "l1_power_raw.dead-letters";
  private static final long COMMITTED_AT = 1_767_225_600_000L;

  @TempDir Path state;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private Topology topology;
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> readings;
  private TestInputTopic<byte[], byte[]> devices;

  @BeforeEach
  void start() {
    AvroSchemas schemas = AvroSchemas.read(Path.of("schemas/avro"));
    Plan plan = Compiler.compile(PipelineFile.read(Path.of("topology/power.sql")), schemas::find);
    RowCodecs codecs =
        new RowCodecs(
            RowCodecs.Format.JSON,
            schemas,
            new SchemaRegistry(URI.create("http://127.0.0.1:1"), "", ""));
    topology = TopologyBuilder.build(Stage.of(List.of(plan)).get(0), codecs, meters);
    Properties properties = new Properties();
    properties.put("application.id", "power");
    properties.put("bootstrap.servers", "127.0.0.1:1");
    properties.put("state.dir", state.toString());
    driver = new TopologyTestDriver(topology, properties);
    readings = driver.createInputTopic(L1, new ByteArraySerializer(), new ByteArraySerializer());
    devices =
        driver.createInputTopic(
            "device_metadata", new ByteArraySerializer(), new ByteArraySerializer());
    device(17, "c-1", "Office");
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  @Test
  void shouldEnrichAReadingWithItsDevice() {
    reading('c', 1, 17, "1.5");

    TestRecord<byte[], byte[]> cleaned = only(L2);
    assertThat(text(cleaned.value()))
        .isEqualTo(
            "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"device_id\":17,\"power_usage_kWh\":1.5}");
    TestRecord<byte[], byte[]> joined = only(L3);
    assertThat(text(joined.value()))
        .isEqualTo(
            "{\"timestamp\":\"2026-01-01T00:00:00Z\",\"device_id\":17,\"customer_id\":\"c-1\","
                + "\"building_type\":\"Office\",\"latitude\":48.5,\"longitude\":9.25,"
                + "\"power_usage_kWh\":1.5}");
    assertThat(text(joined.key())).isEqualTo("{\"id\":1}");
    assertThat(joined.timestamp()).isEqualTo(COMMITTED_AT);
    assertThat(header(joined, Origin.HEADER)).isEqualTo("op=c inc=1 at=0 matched=1 seen=0");
    assertNothing(REJECTS, DEAD_LETTERS);
  }

  @Test
  void shouldGiveAReadingOfAnUnknownDeviceTheDefaultsOfItsTypes() {
    reading('c', 1, 99, "2.0");

    TestRecord<byte[], byte[]> joined = only(L3);
    assertThat(text(joined.value()))
        .contains("\"customer_id\":\"\",\"building_type\":\"\",\"latitude\":0.0");
    assertThat(header(joined, Origin.HEADER)).endsWith("matched=0 seen=0");
  }

  @Test
  void shouldUseMetadataFromWhenItIsThere() {
    device(99, "c-9", "House");
    reading('c', 1, 99, "2.0");

    assertThat(text(only(L3).value())).contains("\"building_type\":\"House\"");

    devices.pipeInput(new TestRecord<>(bytes("{\"device_id\":99}"), null));
    reading('c', 2, 99, "2.0");

    assertThat(text(only(L3).value())).contains("\"building_type\":\"\"");
  }

  @ParameterizedTest
  @CsvSource({
    "-3.25,      power_usage_kWh >= 0,   power_usage_kWh is -3.25",
    "100.0,      power_usage_kWh < 100,  power_usage_kWh is 100.0",
    "'\"NaN\"',  power_usage_kWh >= 0,   power_usage_kWh is NaN",
    "null,       power_usage_kWh >= 0,   power_usage_kWh is NULL",
    "'\"Infinity\"', power_usage_kWh < 100, power_usage_kWh is inf",
  })
  void shouldRejectABadReadingWithRuleAndReason(String usage, String rule, String reason) {
    reading('c', 1, 17, usage);

    TestRecord<byte[], byte[]> reject = only(REJECTS);
    assertThat(header(reject, "view")).isEqualTo("mv_l1_to_l2");
    assertThat(header(reject, "rule")).isEqualTo(rule);
    assertThat(header(reject, "reason")).startsWith(reason.substring(0, 18));
    assertThat(header(reject, "source")).isEqualTo("l1_power_raw-0@0");
    assertThat(text(reject.value())).contains("\"power_usage_kWh\":" + usage);
    assertNothing(L2, L3, DEAD_LETTERS);
  }

  @Test
  void shouldEndWhatWentThroughBeforeWhenAnUpdateTurnsItBad() {
    reading('u', 1, 17, "-1.0");

    assertThat(only(REJECTS).value()).isNotNull();
    assertThat(only(L2).value()).isNull();
    TestRecord<byte[], byte[]> end = only(L3);
    assertThat(end.value()).isNull();
    assertThat(text(end.key())).isEqualTo("{\"id\":1}");
    assertThat(header(end, Origin.HEADER)).startsWith("op=u inc=1 at=0");
  }

  @Test
  void shouldHandADeleteOn() {
    readings.pipeInput(record('d', "{\"id\":1}", null));

    assertThat(only(L2).value()).isNull();
    assertThat(only(L3).value()).isNull();
    assertNothing(REJECTS, DEAD_LETTERS);
  }

  @Test
  void shouldPutWhatIsNoRowAsideAndGoOn() {
    readings.pipeInput(record('c', "{\"id\":1}", "\u0007 no row"));
    readings.pipeInput(record('c', "{\"id\":2}", "{\"timestamp\":5,\"device_id\":-1}"));
    reading('c', 3, 17, "1.0");

    List<TestRecord<byte[], byte[]>> letters = all(DEAD_LETTERS);
    assertThat(letters).hasSize(2);
    assertThat(text(letters.get(0).value())).isEqualTo("\u0007 no row");
    assertThat(header(letters.get(0), "reason")).startsWith("not JSON");
    assertThat(header(letters.get(0), "source")).isEqualTo("l1_power_raw-0@0");
    assertThat(header(letters.get(1), "source")).isEqualTo("l1_power_raw-0@1");
    assertThat(text(only(L3).key())).isEqualTo("{\"id\":3}");
    assertThat(meters.counter("prejoin.dead.letters", "role", "topology").count()).isEqualTo(2);
  }

  @Test
  void shouldHandAMarkerOnWithItsPlaceInTheFirstTopicAndNothingElseWithoutAKey() {
    reading('c', 1, 17, "1.0");
    all(L2);
    all(L3);
    readings.pipeInput(marker(Origin.truncated(1)));
    readings.pipeInput(marker(Origin.onlyFrom(2)));

    for (String topic : List.of(L2, L3)) {
      List<TestRecord<byte[], byte[]>> markers = all(topic);
      assertThat(markers)
          .allSatisfy(
              marker -> {
                assertThat(marker.key()).isNull();
                assertThat(marker.value()).isNull();
              })
          .extracting(marker -> header(marker, "origin"))
          .containsExactly("op=t inc=1 at=1", "op=t inc=2 at=0");
    }
    readings.pipeInput(marker(Origin.captured('d', 1)));
    assertThat(header(only(DEAD_LETTERS), "reason")).isEqualTo("the record has no key");
    assertNothing(L2, L3, REJECTS);
  }

  private static TestRecord<byte[], byte[]> marker(Origin origin) {
    return new TestRecord<>(
        null, null, new RecordHeaders().add(Origin.HEADER, origin.toBytes()), COMMITTED_AT);
  }

  @Test
  void shouldEndWhatWentThroughBeforeWhenAnUpdateIsNoRow() {
    readings.pipeInput(record('u', "{\"id\":1}", "no row"));

    assertThat(all(DEAD_LETTERS)).hasSize(1);
    TestRecord<byte[], byte[]> end = only(L3);
    assertThat(text(end.key())).isEqualTo("{\"id\":1}");
    assertThat(end.value()).isNull();
  }

  @Test
  void shouldBlameTheDimensionWhenItsRowCannotBeRead() {
    devices.pipeInput(bytes("{\"device_id\":18}"), bytes("no row"));
    reading('c', 1, 18, "1.0");

    TestRecord<byte[], byte[]> letter = only("l2_power_cleaned.dead-letters");
    assertThat(header(letter, "reason")).startsWith("device_metadata [18]: not JSON");
    assertNothing(L3);
  }

  @Test
  void shouldHaveTheTopologyThatIsCheckedIn() throws IOException {
    assertThat(topology.describe().toString()).isEqualTo(golden());
  }

  private static String golden() throws IOException {
    try (InputStream in = PowerTopologyTest.class.getResourceAsStream("power-topology.txt")) {
      assertThat(in).isNotNull();
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private void device(int id, String customer, String type) {
    devices.pipeInput(
        bytes("{\"device_id\":" + id + "}"),
        bytes(
            """
            {"device_id":%d,"customer_id":"%s","building_type":"%s","latitude":48.5,"longitude":9.25}"""
                .formatted(id, customer, type)));
  }

  private void reading(char op, long id, int device, String usage) {
    readings.pipeInput(
        record(
            op,
            "{\"id\":" + id + "}",
            """
            {"timestamp":"2026-01-01T00:00:00Z","device_id":%d,"power_usage_kWh":%s}"""
                .formatted(device, usage)));
  }

  private static TestRecord<byte[], byte[]> record(char op, String key, String value) {
    Headers headers = new RecordHeaders().add(Origin.HEADER, Origin.captured(op, 1).toBytes());
    return new TestRecord<>(bytes(key), value == null ? null : bytes(value), headers, COMMITTED_AT);
  }

  private TestRecord<byte[], byte[]> only(String topic) {
    List<TestRecord<byte[], byte[]>> records = all(topic);
    assertThat(records).as(topic).hasSize(1);
    return records.get(0);
  }

  private List<TestRecord<byte[], byte[]>> all(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  private void assertNothing(String... topics) {
    for (String topic : topics) {
      assertThat(all(topic)).as(topic).isEmpty();
    }
  }

  private static String header(TestRecord<byte[], byte[]> record, String name) {
    Map<String, String> headers = new HashMap<>();
    for (Header header : record.headers()) {
      headers.put(header.key(), text(header.value()));
    }
    return headers.get(name);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
