package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RoundPaceTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final RoundPace pace = new RoundPace(SECOND);
  private long now = Duration.ofHours(1).toNanos();
  private double load;

  private int rounds(int seconds, boolean behind) {
    int rounds = 0;
    for (int tenth = 0; tenth < seconds * 10; tenth++) {
      now += SECOND.toNanos() / 10;
      if (pace.isDue(now, behind)) {
        pace.begun(now, behind, true);
        rounds++;
      }
    }
    return rounds;
  }

  @Test
  void shouldCountOnceASecondWhatComesNowAndThen() {
    assertThat(rounds(60, false)).isEqualTo(60);
  }

  @Test
  void shouldCountTheSoonerTheLessItTakes() {
    assertThat(rest(Duration.ofMillis(1))).isEqualTo(Duration.ofMillis(200));
    assertThat(rest(Duration.ofMillis(100))).isEqualTo(Duration.ofMillis(400));
    assertThat(rest(Duration.ofSeconds(5))).isEqualTo(SECOND);
  }

  @Test
  void shouldLeaveRowsThatLandThreeFourthsOfTheTime() {
    load = 0.75;
    assertThat(rest(Duration.ofMillis(100))).isEqualTo(Duration.ofMillis(400));
    assertThat(rest(Duration.ofMillis(600))).isEqualTo(Duration.ofMillis(2_400));
    assertThat(rest(Duration.ofSeconds(5))).isEqualTo(SECOND.multipliedBy(4));
  }

  private Duration rest(Duration round) {
    pace.begun(now, false, true);
    pace.ended(now + round.toNanos());
    long begun = now;
    while (!pace.isDue(now, false)) {
      long step = Duration.ofMillis(10).toNanos();
      now += step;
      pace.worked((long) (step * load));
    }
    return Duration.ofNanos(now - begun);
  }

  @Test
  void shouldCountABurstAFewTimes() {
    assertThat(rounds(60, true)).isEqualTo(5);
    assertThat(rounds(60, true)).isEqualTo(1);
  }

  @Test
  void shouldCountAtOnceWhenTheBurstIsOver() {
    rounds(600, true);
    now += SECOND.toNanos();
    assertThat(pace.isDue(now, true)).isFalse();
    assertThat(pace.isDue(now, false)).isTrue();
    pace.begun(now, false, true);
    assertThat(rounds(10, false)).isEqualTo(10);
  }

  @Test
  void shouldNotWaitLongerWhereNothingIsStale() {
    for (int i = 0; i < 100; i++) {
      now += SECOND.toNanos();
      assertThat(pace.isDue(now, true)).isTrue();
      pace.begun(now, true, false);
    }
  }
}
