package dev.prejoin.capture;

import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;

/** Looks for requests while a capture runs. */
final class RequestWatch {
  private static final Duration POLL = Duration.ofSeconds(1);

  private final StateTopic topic;
  private final String capture;
  private volatile long position;
  private volatile boolean closed;
  private volatile @Nullable KafkaConsumer<byte[], byte[]> polled;

  RequestWatch(StateTopic topic, String capture, long from) {
    this.topic = topic;
    this.capture = capture;
    position = from;
  }

  /** Up to here there is none. */
  long position() {
    return position;
  }

  /**
   * Returns once there is a request, which ends the engine, or when it is closed.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka fails
   */
  boolean found() {
    try (KafkaConsumer<byte[], byte[]> consumer = topic.from(position)) {
      polled = consumer;
      while (!closed) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          if (SnapshotRequest.parse(capture, record.key(), record.value()).isPresent()
              || BackfillRequest.parse(capture, record.key(), record.value()).isPresent()) {
            return true;
          }
          position = record.offset() + 1;
        }
      }
      return false;
    } catch (WakeupException e) {
      return false;
    }
  }

  void close() {
    closed = true;
    KafkaConsumer<byte[], byte[]> consumer = polled;
    if (consumer != null) {
      consumer.wakeup();
    }
  }
}
