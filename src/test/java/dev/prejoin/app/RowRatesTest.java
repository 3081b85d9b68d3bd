package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class RowRatesTest {
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  private final RowRates rates = new RowRates();

  private double after(long millis, long rows) {
    return rates.of("l3", rows, BEGIN.plusMillis(millis));
  }

  @Test
  void shouldNotKnowARateBeforeSomeTimeHasPassed() {
    assertThat(after(0, 100)).isNaN();
    assertThat(after(1, 100)).isNaN();
  }

  @Test
  void shouldNotFallToNothingBetweenTwoBatches() {
    after(0, 0);
    assertThat(after(1_000, 200)).isEqualTo(200);
    assertThat(after(1_001, 200)).isCloseTo(200, within(1.0));
    assertThat(after(2_000, 200)).isEqualTo(100);
  }

  @Test
  void shouldForgetWhatIsOlderThanAFewSeconds() {
    after(0, 0);
    after(1_000, 1_000_000);
    for (int second = 2; second < 8; second++) {
      after(second * 1_000, 1_000_000);
    }
    assertThat(after(8_000, 1_000_000)).isZero();
  }

  @Test
  void shouldGoOnWhenAMergeTakesRowsAway() {
    after(0, 1_000);
    after(1_000, 1_200);
    assertThat(after(2_000, 900)).isEqualTo(100);
    assertThat(after(4_000, 1_300)).isEqualTo(150);
  }

  @Test
  void shouldNotCountRowsThatAreTakenAwayByAMerge() {
    after(0, 100);
    assertThat(after(1_000, 60)).isZero();
  }
}
