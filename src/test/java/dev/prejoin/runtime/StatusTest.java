package dev.prejoin.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What of a component's state a user finds in the log, and how often. */
class StatusTest {
  private final Logger logger = (Logger) LoggerFactory.getLogger(Status.class);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final Status status = new Status("sink");

  @BeforeEach
  void listen() {
    logger.setLevel(Level.INFO);
    log.start();
    logger.addAppender(log);
  }

  @AfterEach
  void detach() {
    logger.detachAppender(log);
    logger.setLevel(null);
  }

  private List<String> lines() {
    return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Test
  void shouldSayOnceForWhatItWaits() {
    for (int i = 0; i < 100; i++) {
      status.waiting("Kafka");
    }

    assertThat(lines()).containsExactly("sink waits: Kafka");
  }

  @Test
  void shouldSayOnceThatAServerIsAwayHoweverEachRequestFails() {
    for (int i = 0; i < 100; i++) {
      status.waiting("ClickHouse", "statement " + i + " failed");
    }

    assertThat(lines()).containsExactly("sink waits: statement 0 failed");
    assertThat(status.message()).as("the latest is shown").isEqualTo("statement 99 failed");
  }

  @Test
  void shouldSayItAgainOnceItHasGoneOn() {
    status.waiting("ClickHouse", "a");
    status.running("lands");
    status.running("lands");
    status.waiting("ClickHouse", "b");

    assertThat(lines()).containsExactly("sink waits: a", "sink runs: lands", "sink waits: b");
  }

  @Test
  void shouldSayWhenItWaitsForSomethingElse() {
    status.waiting("ClickHouse", "a");
    status.waiting("Kafka", "b");
    status.waiting("ClickHouse", "c");

    assertThat(lines()).containsExactly("sink waits: a", "sink waits: b", "sink waits: c");
  }

  @Test
  void shouldStayAsItEnded() {
    status.failed(new ProblemException(ExitCode.ENVIRONMENT, "no table"));
    status.waiting("Kafka", "away");
    status.running("lands");

    assertThat(lines()).containsExactly("sink failed: no table");
    assertThat(status.state()).isEqualTo(Status.State.FAILED);
    assertThat(status.message()).isEqualTo("no table");
  }
}
