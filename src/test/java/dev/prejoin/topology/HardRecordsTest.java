package dev.prejoin.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.plan.Plan;
import dev.prejoin.plan.View;
import dev.prejoin.plan.ViewCode;
import dev.prejoin.schema.AvroRowCodec;
import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.RecordLimit;
import dev.prejoin.schema.RowCodecs;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that would stop a topology which takes each to be well, and new. */
class HardRecordsTest {
  private static final Plan PLAN =
      PipelineDriver.plan(
          "notes",
          """
          CREATE TABLE notes ENGINE = ChangeStream('public.notes');
          CREATE MATERIALIZED VIEW v TO doubled AS
          SELECT concat(text, text) AS text FROM notes WHERE length(text) < 1000;
          """,
          PipelineDriver.relation("notes", "text:STRING", "id:INT64"),
          PipelineDriver.relation("doubled", "text:STRING", ""));

  @TempDir Path state;
  private TopologyTestDriver driver;

  @AfterEach
  void stop() {
    driver.close();
  }

  private void start(Stage stage, ReadBefore readBefore, RecordLimit limit) {
    start(stage, PipelineDriver.JSON, readBefore, limit);
  }

  private void start(Stage stage, RowCodecs codecs, ReadBefore readBefore, RecordLimit limit) {
    Properties properties = new Properties();
    properties.put("application.id", "test");
    properties.put("bootstrap.servers", "127.0.0.1:1");
    properties.put("state.dir", state.toString());
    driver =
        new TopologyTestDriver(
            TopologyBuilder.build(stage, codecs, new SimpleMeterRegistry(), readBefore, limit),
            properties);
  }

  private static Stage stage() {
    return Stage.of(List.of(PLAN)).get(0);
  }

  private static Stage stage(ViewCode code) {
    View v = PLAN.views().get(0);
    View failing =
        new View(
            v.name(),
            v.target(),
            v.from(),
            v.dimension(),
            v.keepRejects(),
            true,
            v.steps(),
            v.differences(),
            v.text(),
            () -> code);
    Stage stage = stage();
    return new Stage(
        stage.dimension(),
        stage.facts(),
        List.of(failing),
        stage.dimensions(),
        Set.of(),
        stage.deadLetters());
  }

  /** Codecs of Avro where the schema of rows has id 1 and that of keys has 2. */
  private static RowCodecs avro() {
    Schema row = SchemaBuilder.record("notes").fields().requiredString("text").endRecord();
    Schema key = SchemaBuilder.record("notes_key").fields().requiredLong("id").endRecord();
    IntFunction<Schema> byId =
        id -> {
          if (id < 1 || id > 2) {
            throw new BadRowException("schema " + id + " is one of PROTOBUF, not of Avro");
          }
          return id == 1 ? row : key;
        };
    return new RowCodecs(
        relation -> new AvroRowCodec(relation.columns(), row, 1, byId),
        relation -> new AvroRowCodec(relation.key(), key, 2, byId));
  }

  private void note(int id, int... value) {
    byte[] bytes = new byte[value.length];
    for (int i = 0; i < value.length; i++) {
      bytes[i] = (byte) value[i];
    }
    driver
        .createInputTopic("notes", new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(
            new TestRecord<>(
                new byte[] {0, 0, 0, 0, 2, (byte) (id * 2)},
                bytes,
                new RecordHeaders().add(Origin.HEADER, Origin.captured('c', 1).toBytes())));
  }

  private void note(char op, int id, String text) {
    driver
        .createInputTopic("notes", new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(
            new TestRecord<>(
                ("{\"id\":" + id + "}").getBytes(UTF_8),
                ("{\"text\":\"" + text + "\"}").getBytes(UTF_8),
                new RecordHeaders().add(Origin.HEADER, Origin.captured(op, 1).toBytes())));
  }

  private List<TestRecord<byte[], byte[]>> records(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  private List<String> headers(String topic, String name) {
    return records(topic).stream().map(record -> PipelineDriver.header(record, name)).toList();
  }

  @Test
  void shouldPutAsideARowThatKafkaWouldNotTake() {
    start(stage(), ReadBefore.NOTHING, new RecordLimit(100));

    note('c', 1, "x".repeat(70));
    note('u', 2, "x".repeat(70));
    note('c', 3, "x");

    String reason = "the row has 159 bytes; Kafka takes 100 (max.request.size)";
    assertThat(headers("notes.dead-letters", "reason")).containsExactly(reason, reason);
    List<TestRecord<byte[], byte[]>> rows = records("doubled");
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0).value()).as("the end of what row 2 was before").isNull();
    assertThat(new String(rows.get(1).value(), UTF_8)).isEqualTo("{\"text\":\"xx\"}");
  }

  @Test
  void shouldPutAsideAvroThatIsBroken() {
    start(stage(), avro(), ReadBefore.NOTHING, RecordLimit.of(Map.of()));

    note(1, 0, 0, 0, 0, 1, 0xFE, 0xFF, 0xFF, 0xFF, 0x0F); // a text of 2,147,483,647 bytes
    note(2, 0, 0, 0, 0, 1, 0xFC, 0xFF, 0xFF, 0xFF, 0x07); // of 1,073,741,822
    note(3, 0, 0, 0, 0, 1, 1); // of -1
    note(4, 0, 0, 0, 0, 9, 2, 'x');
    note(5, 0, 0, 0, 0, 1, 2, 'x');

    assertThat(headers("notes.dead-letters", "reason"))
        .containsExactly(
            "no record of schema 1: a length of 2147483647, and 0 bytes are left",
            "no record of schema 1: a length of 1073741822, and 0 bytes are left",
            "no record of schema 1: a length of -1, and 0 bytes are left",
            "schema 9 is one of PROTOBUF, not of Avro");
    assertThat(records("doubled")).singleElement().matches(r -> r.value().length == 8);
  }

  @Test
  void shouldPutAsideARecordWhoseOriginNoVersionHasRoomFor() {
    start(stage(), ReadBefore.NOTHING, RecordLimit.of(Map.of()));

    note("op=c inc=5000", new byte[0]);
    note("op=c inc=1 at=99999999999999", new byte[0]);
    note("op=c inc=1", new byte[2000]);

    assertThat(headers("notes.dead-letters", "reason"))
        .containsExactly(
            "header origin is 'op=c inc=5000', out of range",
            "header origin is 'op=c inc=1 at=99999999999999', out of range");
    assertThat(records("doubled")).filteredOn(row -> row.value() != null).hasSize(1);
  }

  /** Headers of any size come through Kafka, and ours come on top. */
  @Test
  void shouldLeaveOutHeadersThatMakeADeadLetterTooLarge() {
    start(stage(), ReadBefore.NOTHING, RecordLimit.of(Map.of()));

    note("no origin", new byte[1_000_000]);

    assertThat(records("notes.dead-letters"))
        .singleElement()
        .matches(r -> r.headers().lastHeader("other") == null)
        .matches(r -> r.headers().lastHeader("reason") != null);
  }

  private void note(String origin, byte[] header) {
    driver
        .createInputTopic("notes", new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(
            new TestRecord<>(
                "{\"id\":1}".getBytes(UTF_8),
                "{\"text\":\"a\"}".getBytes(UTF_8),
                new RecordHeaders()
                    .add(Origin.HEADER, origin.getBytes(UTF_8))
                    .add("other", header)));
  }

  @Test
  void shouldLeaveOutWhatMakesARejectOrADeadLetterTooLarge() {
    start(stage(), ReadBefore.NOTHING, new RecordLimit(100));

    note('c', 1, "x".repeat(1500));
    note('c', 2, "\u0007".repeat(200));

    assertThat(records("doubled.rejects")).singleElement().matches(r -> r.value() == null);
    assertThat(records("notes.dead-letters")).singleElement().matches(r -> r.value() == null);
  }

  @Test
  void shouldPutAsideARowThatCannotBeComputedAndGoOn() {
    View v = PLAN.views().get(0);
    start(
        stage(
            (row, host) -> {
              if (row[0].equals("bad")) {
                throw new ArithmeticException("no number");
              }
              return v.code().apply(row, host);
            }),
        ReadBefore.NOTHING,
        RecordLimit.of(Map.of()));

    note('c', 1, "bad");
    note('c', 2, "good");

    assertThat(headers("notes.dead-letters", "reason"))
        .containsExactly("v cannot be computed: java.lang.ArithmeticException: no number");
    assertThat(records("doubled")).hasSize(1);
  }

  @Test
  void shouldTakeWhatWasReadBeforeForRepeated() {
    start(stage(), (source, partition) -> 2, RecordLimit.of(Map.of()));

    note('c', 1, "a");
    note('r', 2, "b");
    note('c', 3, "c");

    assertThat(headers("doubled", Origin.HEADER))
        .containsExactly("op=u inc=1 at=0", "op=u inc=1 at=1", "op=c inc=1 at=2");
  }

  @Test
  void shouldTakeAllForRepeatedThatAnEarlierOwnerMayHaveRead() {
    start(stage(), ReadBefore.NOTHING, RecordLimit.of(Map.of()));
    note('c', 1, "a");

    assertThat(driver.getKeyValueStore(Progress.store("notes")).get("read"))
        .isEqualTo(Progress.AHEAD);
  }
}
