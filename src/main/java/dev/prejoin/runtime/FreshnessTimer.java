package dev.prejoin.runtime;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;

/**
 * How long ago the source committed what is somewhere now: the last half minute, in percentiles.
 */
public final class FreshnessTimer {
  /** The percentile that is the median. */
  public static final double MEDIAN = 0.5;

  private static final double P99 = 0.99;
  private static final Duration WINDOW = Duration.ofSeconds(30);

  private FreshnessTimer() {}

  /**
   * A timer, made if there is none.
   *
   * @param tags keys and values in turn
   */
  public static Timer of(MeterRegistry meters, String name, String description, String... tags) {
    return Timer.builder(name)
        .description(description)
        .tags(tags)
        .publishPercentiles(MEDIAN, P99)
        .distributionStatisticExpiry(WINDOW)
        .register(meters);
  }
}
