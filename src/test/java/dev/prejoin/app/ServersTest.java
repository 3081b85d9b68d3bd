package dev.prejoin.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ServersTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(Servers.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void listen() {
    logger.setLevel(Level.WARN);
    logger.setAdditive(false);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void listenNoMore() {
    logger.detachAppender(log);
    logger.setAdditive(true);
    logger.setLevel(null);
  }

  private List<String> said() {
    // An appender that is told of something is locked.
    synchronized (log) {
      return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
  }

  @Test
  void shouldSayEachReasonOnceWhateverComesInBetween() {
    Iterator<Optional<String>> answers =
        Stream.of("a: since 17 ms", "b", "a: since 18 ms", "b", "")
            .map(answer -> Optional.of(answer).filter(text -> !text.isEmpty()))
            .iterator();
    long before = System.nanoTime();

    Servers.await(answers::next);

    assertThat(answers).isExhausted();
    assertThat(said()).containsExactly("a: since 17 ms; waiting for it", "b; waiting for it");
    assertThat(System.nanoTime() - before).as("it pauses").isGreaterThan(1_000_000_000L);
  }

  @Test
  void shouldAskAgainWhileKafkaDoesNotAnswer() {
    Iterator<RuntimeException> failures =
        List.<RuntimeException>of(
                new TimeoutException("timed out at 1764000000000 after 1 attempt(s)"),
                new DisconnectException("gone"),
                new TimeoutException("timed out at 1764000000999 after 2 attempt(s)"))
            .iterator();

    Servers.untilKafkaAnswers(
        () -> {
          if (failures.hasNext()) {
            throw failures.next();
          }
        });

    assertThat(failures).isExhausted();
    assertThat(said())
        .containsExactly(
            "Kafka does not answer: timed out at 1764000000000 after 1 attempt(s); waiting for it",
            "Kafka does not answer: gone; waiting for it");
  }

  @Test
  void shouldTellOfEachServerThatIsAwayAndOfAllAtOnce() throws Exception {
    Home home = new Home(Path.of(""));
    Settings settings =
        SettingsReader.read(
            Path.of("config/application.properties"),
            Map.of(),
            Map.of(
                "kafka.bootstrap.servers", "127.0.0.1:1",
                "postgres.port", "1",
                "clickhouse.url", "http://127.0.0.1:1",
                "roles", "capture,topology,sink"));
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    try (ClickHouse clickHouse = ClickHouseServer.of(settings)) {
      Preflight preflight =
          new Preflight(settings, home, Pipelines.read(settings, home), clickHouse);
      Thread waiting = new Thread(() -> preflight.run(step -> {}));
      waiting.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
      waiting.start();
      await()
          .atMost(30, SECONDS)
          .untilAsserted(
              () ->
                  assertThat(said())
                      .hasSize(3)
                      .anyMatch(text -> text.startsWith("Kafka does not answer at 127.0.0.1:1"))
                      .anyMatch(text -> text.startsWith("PostgreSQL 127.0.0.1:1/"))
                      .anyMatch(text -> text.startsWith("ClickHouse does not answer at")));
      waiting.interrupt();
      waiting.join(10_000);
    }
    assertThat(thrown.get()).isInstanceOf(ProblemException.class).hasMessageContaining("stopped");
  }
}
