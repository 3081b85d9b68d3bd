package dev.prejoin.capture;

import dev.prejoin.runtime.KafkaAnswer;
import dev.prejoin.runtime.KafkaReading;
import dev.prejoin.runtime.KafkaWriting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads the newest committed state of a capture from the topic where they are kept, and the
 * requests that stand beside it.
 */
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

  /**
   * Writes a request; each has a key of its own, so that none replaces another.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not take it
   */
  void ask(String keyPrefix, byte[] request) {
    byte[] key = (keyPrefix + UUID.randomUUID()).getBytes(StandardCharsets.UTF_8);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            KafkaWriting.awaited(kafka), new ByteArraySerializer(), new ByteArraySerializer())) {
      KafkaAnswer.of(producer.send(new ProducerRecord<>(topic, partition(), key, request)));
    }
  }

  /** The committed requests to a capture from an offset on. */
  Requests requests(String capture, long from) {
    return requests(capture, from, "read_committed");
  }

  /**
   * All requests to a capture from an offset on, also those that a transaction which is open hides
   * from it for now: none is written within one.
   */
  Requests asked(String capture, long from) {
    return requests(capture, from, "read_uncommitted");
  }

  private Requests requests(String capture, long from, String isolation) {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer(isolation)) {
      TopicPartition partition = new TopicPartition(topic, partition());
      long end = end(consumer);
      consumer.seek(partition, Math.min(from, end));
      List<SnapshotRequest> found = new ArrayList<>();
      List<BackfillRequest> backfills = new ArrayList<>();
      List<byte[]> keys = new ArrayList<>();
      read(
          consumer,
          partition,
          end,
          record -> {
            SnapshotRequest.parse(capture, record.key(), record.value())
                .ifPresent(
                    request -> {
                      found.add(request);
                      keys.add(record.key());
                    });
            BackfillRequest.parse(capture, record.key(), record.value())
                .ifPresent(
                    request -> {
                      backfills.add(request);
                      keys.add(record.key());
                    });
          });
      return new Requests(found, backfills, keys, end);
    }
  }

  /** Where the committed records end now. */
  long committedEnd() {
    try (KafkaConsumer<byte[], byte[]> consumer = consumer("read_committed")) {
      return end(consumer);
    }
  }

  /** A consumer of what is committed from an offset on. */
  KafkaConsumer<byte[], byte[]> from(long offset) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("isolation.level", "read_committed");
    properties.put("allow.auto.create.topics", false);
    KafkaConsumer<byte[], byte[]> consumer = consumer(properties);
    TopicPartition partition = new TopicPartition(topic, partition());
    consumer.assign(List.of(partition));
    consumer.seek(partition, offset);
    return consumer;
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
    AtomicReference<@Nullable ConsumerRecord<byte[], byte[]>> last = new AtomicReference<>();
    read(
        consumer,
        partition,
        end,
        record -> {
          if (Arrays.equals(record.key(), key)) {
            last.set(record);
          }
        });
    return last.get();
  }

  private static void read(
      KafkaConsumer<byte[], byte[]> consumer,
      TopicPartition partition,
      long end,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    long reached = consumer.position(partition);
    long since = System.nanoTime();
    while (consumer.position(partition) < end) {
      consumer.poll(POLL).forEach(each);
      if (consumer.position(partition) > reached) {
        reached = consumer.position(partition);
        since = System.nanoTime();
      } else if (System.nanoTime() - since > PATIENCE.toNanos()) {
        throw new TimeoutException(
            "topic " + partition.topic() + " has an open transaction at offset " + reached);
      }
    }
  }

  private KafkaConsumer<byte[], byte[]> consumer(String isolation) {
    Map<String, Object> properties = KafkaReading.toAnEnd(kafka);
    properties.put("isolation.level", isolation);
    return consumer(properties);
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> properties) {
    properties.put("enable.auto.commit", false);
    properties.put("auto.offset.reset", "earliest");
    properties.putIfAbsent("default.api.timeout.ms", 10_000);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
