package dev.prejoin.capture;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Reads the newest committed state of a capture from the topic where they are kept. */
final class StateTopic {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /** The newest state is at the end, so the end is looked at first. */
  private static final long FIRST_LOOK = 1000;

  private final Map<String, String> kafka;
  private final String topic;

  StateTopic(Map<String, String> kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
  }

  static byte[] key(String capture) {
    return capture.getBytes(StandardCharsets.UTF_8);
  }

  /** The partition is fixed: there is one record key per capture, and order matters. */
  static int partition() {
    return 0;
  }

  /** What is committed now; a transaction that is open may hide what comes after it. */
  Optional<CaptureState> committed(String capture) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
      return newest(consumer, end(consumer), capture);
    }
  }

  /**
   * What was written last, once no open transaction hides anything.
   *
   * @throws TimeoutException if one stays open for long
   */
  Optional<CaptureState> latest(String capture) {
    long end;
    try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_uncommitted")) {
      end = end(consumer);
    }
    try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
      return newest(consumer, end, capture);
    }
  }

  private long end(KafkaConsumer<byte[], byte[]> consumer) {
    TopicPartition partition = new TopicPartition(topic, partition());
    consumer.assign(List.of(partition));
    return consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
  }

  private Optional<CaptureState> newest(
      KafkaConsumer<byte[], byte[]> consumer, long end, String capture) {
    TopicPartition partition = new TopicPartition(topic, partition());
    consumer.assign(List.of(partition));
    long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
    byte[] key = key(capture);
    for (long look = FIRST_LOOK; ; look *= 10) {
      long from = Math.max(begin, end - look);
      ConsumerRecord<byte[], byte[]> found = lastIn(consumer, partition, from, end, key);
      if (found != null) {
        return Optional.ofNullable(found.value()).map(CaptureState::parse);
      }
      if (from == begin) {
        return Optional.empty();
      }
    }
  }

  private static @Nullable ConsumerRecord<byte[], byte[]> lastIn(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long from,
      long end,
      byte[] key) {
    consumer.seek(partition, from);
    ConsumerRecord<byte[], byte[]> last = null;
    long reached = from;
    long since = System.nanoTime();
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (Arrays.equals(record.key(), key)) {
          last = record;
        }
      }
      if (consumer.position(partition) > reached) {
        reached = consumer.position(partition);
        since = System.nanoTime();
      } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
        throw new TimeoutException(
            "topic " + partition.topic() + " has an open transaction at offset " + reached);
      }
    }
    return last;
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("isolation.level", isolation);
    properties.put("enable.auto.commit", false);
    properties.put("auto.offset.reset", "earliest");
    properties.putIfAbsent("default.api.timeout.ms", 10_000);
    properties.put("allow.auto.create.topics", false);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
