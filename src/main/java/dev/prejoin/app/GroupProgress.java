package dev.prejoin.app;

import dev.prejoin.runtime.KafkaReading;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Whether the application that makes a dimension has come so far as its source, which has one
 * partition, was when this was first asked. What it has committed is in the dimension's topic too:
 * they are one transaction.
 */
final class GroupProgress {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Map<String, Object> consumer;
  private final String dimension;
  private final TopicPartition source;
  private OptionalLong end = OptionalLong.empty();

  GroupProgress(Map<String, String> kafka, String group, String dimension, String source) {
    this.dimension = dimension;
    this.source = new TopicPartition(source, 0);
    consumer = KafkaReading.toAnEnd(kafka);
    consumer.put("group.id", group);
    consumer.put("enable.auto.commit", false);
    consumer.put("auto.offset.reset", "earliest");
    consumer.put("max.poll.records", 1);
    consumer.put("max.partition.fetch.bytes", 1024);
  }

  /** What is still missing, in words; empty when it is there. */
  Optional<String> behind() {
    // A consumer that is assigned its partitions is no member of the group.
    try (KafkaConsumer<byte[], byte[]> reader =
        new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = List.of(source);
      reader.assign(partitions);
      if (end.isEmpty()) {
        end = OptionalLong.of(reader.endOffsets(partitions).getOrDefault(source, 0L));
      }
      OffsetAndMetadata committed = reader.committed(Set.of(source)).get(source);
      if (committed != null) {
        reader.seek(source, committed);
      }
      return reached(reader, end.getAsLong())
          ? Optional.empty()
          : Optional.of("dimension %s to be made of %s".formatted(dimension, source.topic()));
    }
  }

  /** The marker of a transaction may stand behind the last record: no group commits past it. */
  private boolean reached(KafkaConsumer<byte[], byte[]> reader, long wanted) {
    while (reader.position(source) < wanted) {
      if (reader.poll(POLL).records(source).stream().anyMatch(r -> r.offset() < wanted)) {
        return false;
      }
    }
    return true;
  }
}
