package dev.prejoin.sink;

import java.time.Duration;

/**
 * How many buckets are counted anew at once: as many as leave fresh rows waiting for a moment only,
 * which depends on how many rows a bucket has and how they lie in the table. Part of the time is
 * spent whatever their number, as when rows of the whole table are read for a few buckets: fewer at
 * once would then take longer in all, and none of them would take less. The two parts are learned
 * from slices of different sizes, as a straight line.
 */
final class SliceSize {
  private static final double LONG = Duration.ofMillis(400).toNanos();

  /** Of the part that a slice takes in any case: so long it may take altogether. */
  private static final double WORTH = 2;

  private static final double FORGET = 0.8;

  /** Of the mean square: less tells sizes not apart. */
  private static final double ALIKE = 0.01;

  private static final int STEPS = 64;

  private final int most;
  private final int fewest;
  private int buckets;

  /** Sums over slices, of which each that comes makes the earlier ones count less. */
  private double slices;

  private double counts;
  private double squares;
  private double times;
  private double products;

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
    learn(nanos, counted);
    double fit = fit();
    if (fit < buckets) {
      buckets = (int) Math.max(fewest, fit);
    } else if (counted >= buckets) {
      buckets = (int) Math.min(Math.min(most, fit), buckets * 2.0);
    }
  }

  /** A slice was not counted; how quickly that came out tells nothing of how many can be. */
  void failed(long nanos, long counted) {
    if (nanos > LONG) {
      buckets = (int) Math.min(buckets, Math.max(fewest, counted / 2));
    }
  }

  private void learn(long nanos, long counted) {
    slices = slices * FORGET + 1;
    counts = counts * FORGET + counted;
    squares = squares * FORGET + (double) counted * counted;
    times = times * FORGET + nanos;
    products = products * FORGET + (double) nanos * counted;
  }

  /** How many may be counted at once. */
  private double fit() {
    double spread = slices * squares - counts * counts;
    double each = counts == 0 ? 0 : times / counts;
    double always = 0;
    if (spread > ALIKE * slices * squares) {
      double slope = (slices * products - counts * times) / spread;
      each = Math.max(0, Math.min(each, slope));
      always = (times - each * counts) / slices;
    }
    return each == 0 ? most : (Math.max(LONG, always * WORTH) - always) / each;
  }
}
