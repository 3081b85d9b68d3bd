package dev.prejoin.capture;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/** Follows how far a capture has come, for who asks every few seconds: only what is new is read. */
public final class ProgressFollower implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int MOST_POLLS = 50;

  private final byte[] key;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private Optional<CaptureProgress> progress;

  /**
   * Reads it for the first time.
   *
   * @param kafka properties of a Kafka client
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public ProgressFollower(Map<String, String> kafka, String topic, String captureName) {
    key = StateTopic.key(captureName);
    StateTopic state = new StateTopic(kafka, topic);
    consumer = state.from(state.committedEnd());
    try {
      progress = CaptureProgress.read(kafka, topic, captureName);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /**
   * What is committed by now, or almost; empty if the capture has never started.
   *
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  public Optional<CaptureProgress> read() {
    byte @Nullable [] newest = null;
    int polls = 0;
    boolean more = true;
    while (more && polls++ < MOST_POLLS) {
      more = false;
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        more = true;
        if (Arrays.equals(record.key(), key) && record.value() != null) {
          newest = record.value();
        }
      }
    }
    if (newest != null) {
      CaptureState state = CaptureState.parse(newest);
      progress = Optional.of(CaptureProgress.of(state, state.backfills(), List.of()));
    }
    return progress;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
