package dev.prejoin.app;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.KafkaAnswer;
import dev.prejoin.runtime.ProblemException;
import java.util.Objects;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** What Kafka's admin client answers at a start, which a user may break off. */
final class AdminAnswer {
  private AdminAnswer() {}

  /**
   * Waits for it, for as long as the client does.
   *
   * @throws org.apache.kafka.common.KafkaException what Kafka refuses it with, or why it does not
   *     answer
   * @throws ProblemException if it is broken off
   */
  static <T> T of(@Nullable KafkaFuture<T> future) {
    try {
      return KafkaAnswer.of(Objects.requireNonNull(future));
    } catch (InterruptException e) {
      throw new ProblemException(ExitCode.ENVIRONMENT, "stopped while Kafka was asked");
    }
  }
}
