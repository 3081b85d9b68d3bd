package dev.prejoin.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.definition.PipelineDefinition;
import dev.prejoin.definition.PipelineFile;
import dev.prejoin.plan.Compiler;
import dev.prejoin.plan.Plan;
import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.schema.SchemaRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/**
 * Runs pipelines record by record, in JSON: a driver for each stage, and what one makes of a
 * dimension goes to the others.
 */
final class PipelineDriver implements AutoCloseable {
  static final RowCodecs JSON =
      new RowCodecs(
          RowCodecs.Format.JSON,
          AvroSchemas.read(Path.of("schemas/avro")),
          new SchemaRegistry(URI.create("http://127.0.0.1:1"), "", ""));

  private final Map<Stage, TopologyTestDriver> drivers = new LinkedHashMap<>();
  private final Map<Stage, Set<String>> inputs = new HashMap<>();
  private final Map<String, List<TestRecord<byte[], byte[]>>> read = new HashMap<>();

  PipelineDriver(List<Plan> plans, Path state) {
    for (Stage stage : Stage.of(plans)) {
      Topology topology = TopologyBuilder.build(stage, JSON, new SimpleMeterRegistry());
      Properties properties = new Properties();
      properties.put("application.id", stage.applicationId("test"));
      properties.put("bootstrap.servers", "127.0.0.1:1");
      properties.put("state.dir", state.toString());
      drivers.put(stage, new TopologyTestDriver(topology, properties));
      inputs.put(stage, inputs(topology));
    }
  }

  private static Set<String> inputs(Topology topology) {
    Set<String> topics = new HashSet<>();
    topology
        .describe()
        .subtopologies()
        .forEach(
            sub ->
                sub.nodes().stream()
                    .filter(TopologyDescription.Source.class::isInstance)
                    .map(TopologyDescription.Source.class::cast)
                    .forEach(source -> topics.addAll(source.topicSet())));
    topology.describe().globalStores().forEach(global -> topics.addAll(global.source().topicSet()));
    return topics;
  }

  /** A plan of some statements, whose columns are those of the relations. */
  static Plan plan(String name, String statements, Relation... relations) {
    PipelineDefinition definition = PipelineFile.parse(Path.of(name + ".sql"), statements);
    return Compiler.compile(definition, wanted -> find(wanted, relations));
  }

  private static Optional<Relation> find(String name, Relation... relations) {
    return List.of(relations).stream().filter(r -> r.name().equals(name)).findFirst();
  }

  /** Columns are written {@code name:KIND}, with a question mark behind a Nullable one. */
  static Relation relation(String name, String columns, String key) {
    return new Relation(name, columns(columns), columns(key));
  }

  private static List<Column> columns(String text) {
    List<Column> columns = new ArrayList<>();
    for (String column : text.isEmpty() ? new String[0] : text.split(" ")) {
      String[] parts = column.replace("?", "").split(":");
      columns.add(
          new Column(
              parts[0], ColumnType.of(Kind.valueOf(parts[1])).withNullable(column.endsWith("?"))));
    }
    return columns;
  }

  /** Whether any stage reads the topic. */
  boolean reads(String topic) {
    return inputs.values().stream().anyMatch(topics -> topics.contains(topic));
  }

  /** A marker in a source. */
  void mark(String topic, Origin origin) {
    pipe(
        topic,
        new TestRecord<>(null, null, new RecordHeaders().add(Origin.HEADER, origin.toBytes())));
  }

  /** A change in a source: a row, or null with op d. */
  void put(String topic, char op, String key, String row) {
    put(topic, Origin.captured(op, 1), key, row);
  }

  /** The same, of any incarnation. */
  void put(String topic, Origin origin, String key, String row) {
    pipe(
        topic,
        new TestRecord<>(
            bytes(key),
            row == null ? null : bytes(row),
            new RecordHeaders().add(Origin.HEADER, origin.toBytes())));
  }

  /** The same with more headers. */
  void put(String topic, Origin origin, String key, String row, Map<String, String> more) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Origin.HEADER, origin.toBytes());
    more.forEach((name, value) -> headers.add(name, bytes(value)));
    pipe(topic, new TestRecord<>(bytes(key), bytes(row), headers));
  }

  /** Time passes. */
  void pass(Duration time) {
    drivers.values().forEach(driver -> driver.advanceWallClockTime(time));
  }

  private void pipe(String topic, TestRecord<byte[], byte[]> record) {
    boolean taken = false;
    for (Map.Entry<Stage, TopologyTestDriver> stage : drivers.entrySet()) {
      if (inputs.get(stage.getKey()).contains(topic)) {
        taken = true;
        stage
            .getValue()
            .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
            .pipeInput(record);
        stage.getKey().dimension().ifPresent(d -> handOn(d, stage.getValue()));
      }
    }
    assertThat(taken).as("somebody reads " + topic).isTrue();
  }

  private void handOn(String dimension, TopologyTestDriver from) {
    for (TestRecord<byte[], byte[]> record : drain(from, dimension)) {
      read.computeIfAbsent(dimension, name -> new ArrayList<>()).add(record);
      if (reads(dimension)) {
        pipe(dimension, record);
      }
    }
  }

  /** The records of a topic since they were last read. */
  List<TestRecord<byte[], byte[]>> records(String topic) {
    List<TestRecord<byte[], byte[]>> all = new ArrayList<>();
    List<TestRecord<byte[], byte[]>> handedOn = read.remove(topic);
    if (handedOn != null) {
      all.addAll(handedOn);
    }
    drivers.values().forEach(driver -> all.addAll(drain(driver, topic)));
    return all;
  }

  /** The same as text: key, arrow, and the row or nothing; a marker as its header. */
  List<String> texts(String topic) {
    return records(topic).stream()
        .map(
            r ->
                r.key() == null
                    ? header(r, Origin.HEADER)
                    : text(r.key()) + " -> " + (r.value() == null ? "" : text(r.value())))
        .toList();
  }

  private static List<TestRecord<byte[], byte[]>> drain(TopologyTestDriver driver, String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  static String header(TestRecord<byte[], byte[]> record, String name) {
    return text(record.headers().lastHeader(name).value());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  @Override
  public void close() {
    drivers.values().forEach(TopologyTestDriver::close);
  }
}
