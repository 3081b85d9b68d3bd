package dev.prejoin.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LatestFiguresTest {
  private static final Overview OVERVIEW =
      new Overview(
          Instant.EPOCH,
          List.of(),
          Freshness.UNMEASURED,
          Corrections.NONE,
          Works.NONE,
          StubFigures.NOTHING_ON_ITS_WAY);

  @Test
  void shouldNotWaitForASourceThatHangsAndRecoverWhenItAnswers() {
    CountDownLatch answers = new CountDownLatch(1);
    PipelineFigures hanging =
        source(
            () -> {
              answers.await();
              return OVERVIEW;
            });
    try (LatestFigures figures = new LatestFigures(hanging, Duration.ZERO, Duration.ofMillis(20))) {
      Report early = figures.report();
      assertThat(early.problem()).contains("did not come");
      assertThat(early.figures()).isNull();
      answers.countDown();
      await().until(() -> figures.report().problem() == null);
      assertThat(figures.report().figures()).isEqualTo(OVERVIEW);
    }
  }

  @Test
  void shouldAskOnceForAllWhoWantTheFiguresTogether() {
    AtomicInteger asked = new AtomicInteger();
    PipelineFigures counting =
        source(
            () -> {
              asked.incrementAndGet();
              return OVERVIEW;
            });
    try (LatestFigures figures =
        new LatestFigures(counting, Duration.ofMinutes(1), Duration.ofSeconds(10))) {
      IntStream.range(0, 20)
          .parallel()
          .forEach(page -> assertThat(figures.report().figures()).isEqualTo(OVERVIEW));
      assertThat(asked).hasValue(1);
    }
  }

  private interface Answer {
    Overview get() throws InterruptedException;
  }

  private static PipelineFigures source(Answer answer) {
    return new StubFigures() {
      @Override
      public Overview overview() {
        try {
          return answer.get();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }
}
