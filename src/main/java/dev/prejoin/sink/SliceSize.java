package dev.prejoin.sink;

import java.time.Duration;

/**
 * How many buckets are counted anew at once: as many as leave fresh rows waiting for a moment only,
 * which depends on how many rows a bucket has and how they lie in the table.
 */
final class SliceSize {
  private static final long LONG = Duration.ofMillis(400).toNanos();
  private static final long SHORT = Duration.ofMillis(100).toNanos();
  private static final int STEPS = 64;

  private final int most;
  private final int fewest;
  private int buckets;

  SliceSize(int most) {
    this.most = most;
    this.fewest = Math.max(1, most / STEPS);
    this.buckets = Math.max(1, most / 4);
  }

  int buckets() {
    return buckets;
  }

  void smaller() {
    buckets = Math.max(fewest, buckets / 2);
  }

  /**
   * A slice was counted anew.
   *
   * @param counted how many buckets it had; few of them may take long
   */
  void took(long nanos, long counted) {
    failed(nanos, counted);
    if (nanos < SHORT && counted >= buckets) {
      buckets = (int) Math.min(most, buckets * 2L);
    }
  }

  /** A slice was not counted; how quickly that came out tells nothing of how many can be. */
  void failed(long nanos, long counted) {
    if (nanos > LONG) {
      buckets = (int) Math.min(buckets, Math.max(fewest, counted / 2));
    }
  }
}
