package dev.prejoin.sink.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Kafka's topics, as a consumer with read_committed sees them: some offsets have no record. */
final class ModelTopics {
  private final Map<TopicPartition, Log> logs = new LinkedHashMap<>();
  private final List<ConsumerRecord<byte[], byte[]>> deadLetters = new ArrayList<>();

  /** One partition. */
  static final class Log {
    private final List<@Nullable ConsumerRecord<byte[], byte[]>> entries = new ArrayList<>();

    long start() {
      return 0;
    }

    long end() {
      return entries.size();
    }

    /** Behind the last record: markers that follow need not be told of. */
    long lastRecord() {
      long end = end();
      while (end > 0 && get(end - 1) == null) {
        end--;
      }
      return end;
    }

    /** Null where a marker or an aborted record is. */
    @Nullable ConsumerRecord<byte[], byte[]> get(long offset) {
      return entries.get((int) offset);
    }

    void add(@Nullable ConsumerRecord<byte[], byte[]> record) {
      entries.add(record);
    }
  }

  ModelTopics() {
    Tables.TOPICS.forEach(
        (topic, partitions) -> {
          for (int partition = 0; partition < partitions; partition++) {
            logs.put(new TopicPartition(topic, partition), new Log());
          }
        });
  }

  Map<TopicPartition, Log> logs() {
    return logs;
  }

  Log log(TopicPartition partition) {
    return Objects.requireNonNull(logs.get(partition));
  }

  /** Where each partition ends. */
  Map<TopicPartition, Long> ends() {
    Map<TopicPartition, Long> ends = new LinkedHashMap<>();
    logs.forEach((partition, log) -> ends.put(partition, log.end()));
    return ends;
  }

  String id(String topic) {
    return topic + "-id";
  }

  List<ConsumerRecord<byte[], byte[]>> deadLetters() {
    return deadLetters;
  }
}
