package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
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
}
