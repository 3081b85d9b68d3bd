package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BatchPaceTest {
  private long now = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();
  private final BatchPace pace = new BatchPace(Duration.ofMillis(200), now);

  private void passes(int millis) {
    now += Duration.ofMillis(millis).toNanos();
  }

  private long left() {
    return Duration.ofNanos(pace.left(now, false)).toMillis();
  }

  private void lands(int millis) {
    pace.begun(now);
    passes(millis);
    pace.ended(now);
  }

  @Test
  void shouldHaveNothingToDoWhileNothingWaits() {
    assertThat(pace.left(now, false)).isGreaterThan(Duration.ofDays(1).toNanos());
    pace.waits(now);
    lands(10);
    assertThat(pace.left(now, false)).isGreaterThan(Duration.ofDays(1).toNanos());
  }

  @Test
  void shouldLandWhatComesAfterARestAtOnce() {
    pace.waits(now);
    assertThat(left()).isZero();
  }

  @Test
  void shouldBeginABatchAnIntervalAfterTheOneBefore() {
    pace.waits(now);
    lands(50);
    pace.waits(now);
    assertThat(left()).isEqualTo(150);
    passes(30);
    pace.waits(now);
    assertThat(left()).isEqualTo(120);
    passes(120);
    assertThat(left()).isZero();
  }

  @Test
  void shouldLeaveAFifthOfTheTimeForRowsToComeTogetherIfToLandTakesLong() {
    pace.waits(now);
    lands(400);
    pace.waits(now);
    assertThat(left()).isEqualTo(100);
  }

  @Test
  void shouldLetNoRowWaitForLongerThanAnInterval() {
    pace.waits(now);
    lands(60_000);
    pace.waits(now);
    assertThat(left()).isEqualTo(200);
  }
}
