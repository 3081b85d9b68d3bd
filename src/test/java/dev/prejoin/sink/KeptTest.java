package dev.prejoin.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class KeptTest {
  private static final LocalDate FROM = LocalDate.of(2026, 3, 10);
  private static final long SECOND = FROM.atStartOfDay(ZoneOffset.UTC).toEpochSecond();

  @Test
  void shouldRefuseWhatIsOlder() {
    Kept kept = new Kept(1, 1_000, SECOND);
    assertThat(kept.isFrozen(new Object[] {"x", SECOND * 1_000}, false)).isFalse();
    assertThat(kept.isFrozen(new Object[] {"x", SECOND * 1_000 - 1}, false)).isTrue();
    assertThat(kept.isFrozen(new Object[] {"x", Long.MIN_VALUE}, false)).isTrue();
    assertThat(kept.isFrozen(new Object[] {"x", Long.MAX_VALUE}, false)).isFalse();
  }

  @Test
  void shouldTakeAgainWhatItMayHaveTakenADayAgo() {
    Kept kept = new Kept(0, 1_000, SECOND);
    long dayBefore = (SECOND - 86_400) * 1_000;
    assertThat(kept.isFrozen(new Object[] {dayBefore}, true)).isFalse();
    assertThat(kept.isFrozen(new Object[] {dayBefore - 1}, true)).isTrue();
    assertThat(kept.isFrozen(new Object[] {dayBefore}, false)).isTrue();
  }

  @Test
  void shouldKnowDates() {
    Kept kept = new Kept(0, 1, SECOND);
    assertThat(kept.isFrozen(new Object[] {(int) FROM.toEpochDay()}, false)).isFalse();
    assertThat(kept.isFrozen(new Object[] {(int) FROM.toEpochDay() - 1}, false)).isTrue();
  }

  /** A bucket of 25 hours that has a row which is taken has none that the table has forgotten. */
  @Test
  void shouldCountOnlyBucketsOfWhichAllRowsAreThere() {
    Kept kept = new Kept(0, 1, SECOND);
    long earliestBucket = kept.replayedFrom() - 25 * 3_600;
    assertThat(kept.countedFrom()).isLessThanOrEqualTo(earliestBucket);
    long forgottenBefore = SECOND - Kept.DAYS_OF_CARE * 86_400L + 86_399;
    assertThat(kept.countedFrom()).isGreaterThan(forgottenBefore);
  }
}
