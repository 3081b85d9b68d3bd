package dev.prejoin.app;

import dev.prejoin.config.Settings;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.RetriableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits at the start for servers that are away, and says so once. */
final class Servers {
  private static final Logger LOG = LoggerFactory.getLogger(Servers.class);
  private static final Duration PROBE = Duration.ofSeconds(3);
  private static final Duration RETRY = Duration.ofMillis(500);

  private Servers() {}

  static void awaitKafka(Admin admin, String bootstrapServers) {
    await(() -> kafkaAway(admin, bootstrapServers));
  }

  static void awaitClickHouse(ClickHouse clickHouse) {
    await(() -> clickHouseAway(clickHouse));
  }

  static void awaitPostgres(Settings.Postgres postgres) {
    await(() -> postgresAway(postgres));
  }

  /** Does what needs an answer of Kafka; again as long as there is none. */
  static void untilKafkaAnswers(Runnable question) {
    String said = "";
    while (true) {
      try {
        question.run();
        return;
      } catch (RetriableException e) {
        String what = "Kafka: " + e.getMessage();
        if (!what.equals(said)) {
          said = what;
          LOG.warn("{}; asking again", said);
        }
        pause(said);
      }
    }
  }

  private static void await(Supplier<Optional<String>> away) {
    String said = "";
    for (Optional<String> what = away.get(); what.isPresent(); what = away.get()) {
      if (!what.get().equals(said)) {
        said = what.get();
        LOG.warn("{}; waiting for it", said);
      }
      pause(said);
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
    } catch (ExecutionException | TimeoutException e) {
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

  private static Optional<String> postgresAway(Settings.Postgres postgres) {
    try (Socket socket = new Socket()) {
      socket.connect(
          new InetSocketAddress(postgres.host(), postgres.port()), (int) PROBE.toMillis());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "PostgreSQL does not answer at " + postgres.host() + ":" + postgres.port());
    }
  }
}
