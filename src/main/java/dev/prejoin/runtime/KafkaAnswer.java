package dev.prejoin.runtime;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for what a Kafka client was asked. */
public final class KafkaAnswer {
  private KafkaAnswer() {}

  /**
   * The answer.
   *
   * @throws KafkaException what the client failed with
   */
  public static <T> T of(Future<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
    }
  }
}
