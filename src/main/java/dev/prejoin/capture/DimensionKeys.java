package dev.prejoin.capture;

import dev.prejoin.runtime.KafkaReading;
import dev.prejoin.schema.Origin;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Which keys of a dimension's topic have a row: as the topic says up to the last commit, and as the
 * open transaction has changed it since. Nothing else writes the topic, so keys are kept in memory
 * for no longer than a transaction.
 */
final class DimensionKeys {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * A key that has a row.
   *
   * @param key as the topic has it
   * @param incarnation of the source, when the row was written
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Live(byte[] key, int partition, int incarnation) {}

  private final Map<String, String> kafka;
  private final String topic;
  private final Map<Integer, Long> stored = new ConcurrentHashMap<>();
  private final Map<Integer, Long> committed = new HashMap<>();

  /** Empty for a key whose row has ended. */
  private final Map<ByteBuffer, Optional<Live>> open = new LinkedHashMap<>();

  DimensionKeys(Map<String, String> kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
  }

  /** A record goes into the open transaction. */
  void sent(ProducerRecord<byte[], byte[]> record) {
    open.put(
        ByteBuffer.wrap(record.key()),
        live(record.key(), record.value(), record.partition(), record.headers()));
  }

  /** Kafka has a record; told from another thread. */
  void stored(RecordMetadata record) {
    stored.merge(record.partition(), record.offset() + 1, Math::max);
  }

  /** The transaction has ended well. */
  void committed() {
    committed.putAll(stored);
    open.clear();
  }

  /**
   * The keys that have a row now.
   *
   * @throws TimeoutException if Kafka does not give what was committed
   */
  Collection<Live> live() {
    Map<ByteBuffer, Optional<Live>> keys = new LinkedHashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(partition -> new TopicPartition(topic, partition.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      // Where the end is said to be may be before what was committed a moment ago.
      Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
      ends.replaceAll((p, end) -> Math.max(end, committed.getOrDefault(p.partition(), 0L)));
      read(consumer, ends, keys);
    }
    keys.putAll(open);
    return keys.values().stream().flatMap(Optional::stream).toList();
  }

  private void read(
      KafkaConsumer<byte[], byte[]> consumer,
      Map<TopicPartition, Long> ends,
      Map<ByteBuffer, Optional<Live>> keys) {
    long since = System.nanoTime();
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      var records = consumer.poll(POLL);
      for (ConsumerRecord<byte[], byte[]> record : records) {
        keys.put(
            ByteBuffer.wrap(record.key()),
            live(record.key(), record.value(), record.partition(), record.headers()));
      }
      if (!records.isEmpty()) {
        since = System.nanoTime();
      } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
        throw new TimeoutException("topic " + topic + " does not give what was committed to it");
      }
    }
  }

  private static Optional<Live> live(
      byte[] key, byte @Nullable [] value, int partition, Headers headers) {
    if (value == null) {
      return Optional.empty();
    }
    Header header = headers.lastHeader(Origin.HEADER);
    Origin origin = Origin.parse(header == null ? null : header.value());
    return Optional.of(new Live(key, partition, origin.incarnation()));
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = KafkaReading.toAnEnd(kafka);
    properties.put("enable.auto.commit", false);
    properties.put("auto.offset.reset", "earliest");
    properties.putIfAbsent("default.api.timeout.ms", 10_000);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
