package dev.prejoin.app;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;

/** What Kafka's admin client answers. */
final class KafkaAnswer {
  private KafkaAnswer() {}

  /**
   * Waits for it, for as long as the client does.
   *
   * @throws org.apache.kafka.common.errors.ApiException what Kafka refuses it with, or why it does
   *     not answer
   */
  static <T> T of(@Nullable KafkaFuture<T> future) {
    try {
      return Objects.requireNonNull(future).get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(ExitCode.ENVIRONMENT, "stopped while Kafka was asked");
    }
  }
}
