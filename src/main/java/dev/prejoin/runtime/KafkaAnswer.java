package dev.prejoin.runtime;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;

/** Waits for what a Kafka client was asked. */
public final class KafkaAnswer {
  private KafkaAnswer() {}

  /**
   * The same, unless it has failed already. A producer that knows no broker any more blocks each
   * send for a while ({@code max.block.ms}), and then says so in the future alone: of many records,
   * the first that fails must be the last that is tried.
   *
   * @throws KafkaException what it failed with
   */
  public static <T> Future<T> unlessFailed(Future<T> future) {
    if (future.isDone()) {
      of(future);
    }
    return future;
  }

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
