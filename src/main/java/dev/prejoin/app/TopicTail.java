package dev.prejoin.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prejoin.config.Settings;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.AvroRowCodec;
import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.JsonRowCodec;
import dev.prejoin.schema.SchemaRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.Schema;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads a topic's committed records as JSON lines, by the schemas that they name. */
public final class TopicTail {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Comparator<ConsumerRecord<?, ?>> NEWEST =
      Comparator.<ConsumerRecord<?, ?>>comparingLong(ConsumerRecord::timestamp)
          .thenComparingLong(ConsumerRecord::offset)
          .reversed();

  private final Map<String, Object> consumer;
  private final String topic;
  private final SchemaRegistry registry;

  public TopicTail(Settings settings, String topic) {
    this.topic = topic;
    this.consumer = new HashMap<>(settings.kafka());
    consumer.put("isolation.level", "read_committed");
    consumer.put("allow.auto.create.topics", false);
    consumer.put("default.api.timeout.ms", (int) ANSWER.toMillis());
    Settings.Registry where = settings.registry();
    registry = new SchemaRegistry(URI.create(where.url()), where.user(), where.password().reveal());
  }

  /** The first records that there are, at most so many. */
  public void first(long most, Consumer<String> line) {
    try (KafkaConsumer<byte[], byte[]> reader = open()) {
      List<TopicPartition> partitions = partitions(reader);
      reader.assign(partitions);
      reader.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
      long printed = 0;
      while (printed < most
          && partitions.stream().anyMatch(p -> reader.position(p) < ends.getOrDefault(p, 0L))) {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
          if (printed++ < most) {
            line.accept(json(record).toString());
          }
        }
      }
    }
  }

  /** The last records that there are, at most so many; the newest first. */
  List<JsonNode> last(int most) {
    try (KafkaConsumer<byte[], byte[]> reader = open()) {
      List<TopicPartition> partitions = partitions(reader);
      reader.assign(partitions);
      Map<TopicPartition, Long> begins = reader.beginningOffsets(partitions);
      Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
      // Every other offset may be the marker of a transaction.
      partitions.forEach(
          at ->
              reader.seek(
                  at,
                  Math.max(begins.getOrDefault(at, 0L), ends.getOrDefault(at, 0L) - 2L * most)));
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      while (partitions.stream().anyMatch(p -> reader.position(p) < ends.getOrDefault(p, 0L))) {
        reader.poll(POLL).forEach(records::add);
      }
      return records.stream()
          .sorted(NEWEST)
          .limit(most)
          .map(record -> (JsonNode) json(record))
          .toList();
    }
  }

  /** The records that come from now on, until the process ends. */
  public void follow(Consumer<String> line) {
    try (KafkaConsumer<byte[], byte[]> reader = open()) {
      List<TopicPartition> partitions = partitions(reader);
      reader.assign(partitions);
      reader.seekToEnd(partitions);
      while (true) {
        reader.poll(POLL).forEach(record -> line.accept(json(record).toString()));
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> open() {
    return new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> reader) {
    try {
      List<TopicPartition> partitions =
          reader.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      if (partitions.isEmpty()) {
        throw new ProblemException(
            ExitCode.ENVIRONMENT,
            "there is no topic "
                + topic
                + "; those that there are: "
                + String.join(", ", reader.listTopics().keySet().stream().sorted().toList()));
      }
      return partitions;
    } catch (TimeoutException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "Kafka does not answer at "
              + consumer.get("bootstrap.servers")
              + "; kafka.bootstrap.servers says where it is, and --demo reads the demo's");
    }
  }

  private ObjectNode json(ConsumerRecord<byte[], byte[]> record) {
    ObjectNode json = JSON.createObjectNode();
    json.put("partition", record.partition()).put("offset", record.offset());
    json.put("time", Instant.ofEpochMilli(record.timestamp()).toString());
    ObjectNode headers = json.putObject("headers");
    for (Header header : record.headers()) {
      headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
    }
    put(json, "key", record.key());
    put(json, "row", record.value());
    return json;
  }

  private void put(ObjectNode json, String field, byte @Nullable [] bytes) {
    if (bytes == null) {
      json.putNull(field);
      return;
    }
    try {
      json.set(field, JSON.readTree(readable(bytes)));
    } catch (IOException | BadRowException | IllegalArgumentException e) {
      json.put(field + "Bytes", bytes);
    }
  }

  /** JSON of Avro that a registered schema describes; other bytes as they are. */
  private byte[] readable(byte[] bytes) {
    if (bytes.length < AvroRowCodec.PREFIX_BYTES || bytes[0] != 0) {
      return bytes;
    }
    int id = ByteBuffer.wrap(bytes, 1, Integer.BYTES).getInt();
    Schema schema = registry.schema(id);
    List<Column> columns = AvroSchemas.columns(schema);
    Object[] row = new AvroRowCodec(columns, schema, id, registry::schema).decode(bytes);
    return new JsonRowCodec(columns).encode(row);
  }
}
