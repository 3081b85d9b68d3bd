package dev.prejoin.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long TICK = 50_000_000;

  @Property(tries = 100)
  void shouldKeepAnyRateWithEvenTicks(@ForAll @DoubleRange(min = 0.5, max = 50_000) double rate) {
    Pace pace = new Pace(rate, 0);
    long written = IntStream.rangeClosed(1, 20 * 60).mapToLong(i -> pace.due(i * TICK)).sum();
    assertThat((double) written).isBetween(rate * 60 - rate / 10 - 2, rate * 60 + 1);
  }

  @Test
  void shouldMakeUpForASlowMomentAtNoMoreThanTwiceTheRate() {
    Pace pace = new Pace(1_000, 0);
    // A call that took a second: nothing may come at once that was not due in that time.
    assertThat(pace.due(1_000_000_000)).isEqualTo(1_000);
    assertThat(pace.due(1_000_000_000 + TICK)).isEqualTo(50);
  }

  @Test
  void shouldLetGoOfWhatIsOlderThanAFewSeconds() {
    Pace pace = new Pace(100, 0);
    assertThat(pace.due(3_600_000_000_000L)).isLessThanOrEqualTo(501);
    assertThat(pace.due(3_600_000_000_000L + TICK)).isLessThanOrEqualTo(10);
  }
}
