package dev.prejoin.app;

import dev.prejoin.capture.CaptureSettings;
import dev.prejoin.capture.SourceCheck;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits at the start for servers that are away, and says so once. */
final class Servers {
  private static final Logger LOG = LoggerFactory.getLogger(Servers.class);
  private static final Duration PROBE = Duration.ofSeconds(3);
  private static final Duration RETRY = Duration.ofMillis(500);

  private Servers() {}

  /**
   * A client of Kafka, as soon as one of the servers' names has an address.
   *
   * @throws ProblemException if the settings make no client
   */
  static Admin admin(Map<String, String> kafka) {
    String servers = kafka.getOrDefault("bootstrap.servers", "");
    await(
        () ->
            Reach.isKnownAny(servers)
                ? Optional.empty()
                : Optional.of("no server of kafka.bootstrap.servers = " + servers + " is known"));
    try {
      return Admin.create(Map.<String, Object>copyOf(kafka));
    } catch (KafkaException e) {
      Throwable deepest = e;
      while (deepest.getCause() != null) {
        deepest = deepest.getCause();
      }
      throw new ProblemException(
          ExitCode.CONFIGURATION,
          "the keys under kafka. make no client: %s; they are Kafka's own: kafka.apache.org/documentation/#adminclientconfigs"
              .formatted(deepest.getMessage()));
    }
  }

  /**
   * Waits until Kafka answers.
   *
   * @throws ProblemException if it refuses this client, which waiting does not mend
   */
  static void awaitKafka(Admin admin, String bootstrapServers) {
    await(() -> kafkaAway(admin, bootstrapServers));
  }

  static void awaitClickHouse(ClickHouse clickHouse) {
    await(() -> clickHouseAway(clickHouse));
  }

  static void awaitPostgres(CaptureSettings source) {
    await(() -> SourceCheck.away(source));
  }

  /** Does what needs an answer of Kafka; again as long as there is none. */
  static void untilKafkaAnswers(Runnable question) {
    await(
        () -> {
          try {
            question.run();
            return Optional.empty();
          } catch (RetriableException e) {
            return Optional.of(unanswered(e));
          }
        });
  }

  /** Why Kafka did not answer. */
  static String unanswered(RetriableException e) {
    return "Kafka does not answer: " + e.getMessage();
  }

  /**
   * Asks until nothing is away. Each reason is said once, whatever the others are that come in
   * between; clients put times and counts into theirs.
   *
   * @param away what is away and why, in one line
   */
  static void await(Supplier<Optional<String>> away) {
    Set<String> said = new HashSet<>();
    for (Optional<String> what = away.get(); what.isPresent(); what = away.get()) {
      if (said.add(what.get().replaceAll("\\d+", "#"))) {
        LOG.warn("{}; waiting for it", what.get());
      }
      pause(what.get());
    }
  }

  private static void pause(String said) {
    try {
      Thread.sleep(RETRY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(ExitCode.ENVIRONMENT, "stopped while waiting: " + said);
    }
  }

  private static Optional<String> kafkaAway(Admin admin, String bootstrapServers) {
    try {
      admin.describeCluster().clusterId().get(PROBE.toMillis(), TimeUnit.MILLISECONDS);
      return Optional.empty();
    } catch (TimeoutException e) {
      return Optional.of("Kafka does not answer at " + bootstrapServers);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ApiException refusal
          && !(refusal instanceof RetriableException)) {
        throw new ProblemException(
            ExitCode.ENVIRONMENT, KafkaRefusal.of(bootstrapServers, "answer", refusal));
      }
      return Optional.of("Kafka does not answer at " + bootstrapServers);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private static Optional<String> clickHouseAway(ClickHouse clickHouse) {
    try {
      clickHouse.rows("SELECT 1 AS one");
      return Optional.empty();
    } catch (WarehouseException e) {
      return e.kind() == WarehouseException.Kind.REFUSED
          ? Optional.empty()
          : Optional.of("ClickHouse does not answer at " + clickHouse.settings().url());
    }
  }
}
