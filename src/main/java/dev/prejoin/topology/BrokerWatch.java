package dev.prejoin.topology;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;

/** Whether Kafka answers: Kafka Streams waits for it without a word, and calls that running. */
final class BrokerWatch implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final int PATIENCE_MS = 10_000;

  private final Admin admin;
  private @Nullable KafkaFuture<String> asked;
  private long answeredAt = System.nanoTime();
  private boolean silent;

  /**
   * A watch that has not asked yet.
   *
   * @param kafka properties of a client
   */
  BrokerWatch(Map<String, String> kafka) {
    admin = Admin.create(new HashMap<>(kafka));
  }

  /**
   * Whether nobody has answered when it was asked last; asks now and then, and waits for nobody.
   */
  boolean isSilent() {
    KafkaFuture<String> question = asked;
    if (question == null) {
      if (System.nanoTime() - answeredAt > EVERY.toNanos()) {
        asked = ask();
      }
    } else if (question.isDone()) {
      silent = isUnanswered(question);
      asked = null;
      answeredAt = System.nanoTime();
    }
    return silent;
  }

  /** Somebody met a failure of Kafka: it is silent until it answers what is asked from now on. */
  void doubt() {
    asked = ask();
    silent = true;
  }

  private KafkaFuture<String> ask() {
    return admin.describeCluster(new DescribeClusterOptions().timeoutMs(PATIENCE_MS)).clusterId();
  }

  /** A refusal is an answer, too. */
  private static boolean isUnanswered(KafkaFuture<String> question) {
    try {
      question.get();
      return false;
    } catch (ExecutionException e) {
      return e.getCause() instanceof RetriableException;
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  @Override
  public void close() {
    admin.close(Duration.ZERO);
  }
}
