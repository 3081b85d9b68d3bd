package dev.prejoin.app.restate;

import dev.prejoin.app.status.GroupStanding;
import dev.prejoin.app.status.KafkaStanding;
import dev.prejoin.runtime.KafkaReading;
import dev.prejoin.sink.Done;
import dev.prejoin.sink.ShardName;
import dev.prejoin.sink.Warehouse;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How far topics go, as Kafka has it, and have landed, as ClickHouse has it. */
final class Landed implements Positions, AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(50);

  private final Warehouse warehouse;
  private final KafkaStanding kafka;
  private final KafkaConsumer<byte[], byte[]> committed;
  private final Map<String, String> ids = new HashMap<>();
  private final Map<String, Set<TopicPartition>> partitions = new HashMap<>();

  Landed(Warehouse warehouse, KafkaStanding standing, Map<String, String> kafka) {
    this.warehouse = warehouse;
    this.kafka = standing;
    Map<String, Object> reading = KafkaReading.toAnEnd(kafka);
    reading.put("max.poll.records", 1);
    committed =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public Map<TopicPartition, Long> landed(Collection<TopicPartition> partitions) {
    Set<ShardName> names =
        partitions.stream()
            .map(at -> new ShardName(at.topic(), at.partition()))
            .collect(Collectors.toSet());
    Map<TopicPartition, Long> positions = new HashMap<>();
    if (!names.isEmpty()) {
      for (Done done : warehouse.done(names)) {
        if (done.topicId().equals(id(done.topic()))) {
          positions.put(new TopicPartition(done.topic(), done.shard()), done.position());
        }
      }
    }
    return positions;
  }

  @Override
  public Set<TopicPartition> partitions(String topic) {
    Set<TopicPartition> known = partitions.get(topic);
    if (known == null) {
      known = kafka.uncommittedEnds(Set.of(topic)).keySet();
      if (!known.isEmpty()) {
        partitions.put(topic, known);
      }
    }
    return known;
  }

  String id(String topic) {
    if (!ids.containsKey(topic)) {
      ids.putAll(kafka.ids(Set.of(topic)));
    }
    return ids.getOrDefault(topic, "");
  }

  @Override
  public Map<TopicPartition, Long> ends(Set<String> topics) {
    return kafka.uncommittedEnds(topics);
  }

  @Override
  public boolean hasRead(String application, Map<TopicPartition, Long> ends) {
    Set<String> topics =
        ends.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
    Map<TopicPartition, Long> read = new HashMap<>();
    for (GroupStanding.Position at : kafka.group(application, topics).positions()) {
      read.put(new TopicPartition(at.topic(), at.partition()), Math.max(0, at.committed()));
    }
    return hasReached(read, ends);
  }

  @Override
  public boolean hasReached(Map<TopicPartition, Long> positions, Map<TopicPartition, Long> ends) {
    Map<TopicPartition, Long> left = new HashMap<>();
    ends.forEach(
        (at, end) -> {
          long position = positions.getOrDefault(at, 0L);
          if (position < end) {
            left.put(at, position);
          }
        });
    return left.isEmpty() || onlyMarkers(left, ends);
  }

  /** Behind the last record that lands may be markers and aborted records, which nobody lands. */
  private boolean onlyMarkers(Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
    committed.assign(from.keySet());
    committed.seekToBeginning(from.keySet());
    from.forEach(
        (at, position) -> {
          if (position > 0) {
            committed.seek(at, position);
          }
        });
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < POLL.toNanos() * 4) {
      for (ConsumerRecord<byte[], byte[]> record : committed.poll(POLL)) {
        TopicPartition at = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < ends.getOrDefault(at, 0L)) {
          return false;
        }
      }
      if (from.keySet().stream()
          .allMatch(at -> committed.position(at) >= ends.getOrDefault(at, 0L))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    committed.close();
  }
}
