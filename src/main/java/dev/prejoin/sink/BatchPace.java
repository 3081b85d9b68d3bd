package dev.prejoin.sink;

import java.time.Duration;

/**
 * When rows that were read land: an interval after the batch before was begun, so that each has
 * many rows. Where to land takes most of the interval, and more have come meanwhile, they wait for
 * a part of that time, not for an interval more. Rows of a backlog are late anyway: they come
 * together for longer, as a batch costs much whatever its size.
 */
final class BatchPace {
  /** A fifth of the time is left for rows to come together. */
  private static final int PART = 4;

  /** So many intervals rows of a backlog wait, unless a batch is full before. */
  private static final int BACKLOG = 5;

  private final long interval;
  private long begunAt;
  private long took;
  private boolean waits;
  private long waitsSince;

  /**
   * Nothing has landed, and nothing waits.
   *
   * @param now nanoseconds of a clock that only goes forward, as everywhere here
   */
  BatchPace(Duration interval, long now) {
    this.interval = interval.toNanos();
    this.begunAt = now - this.interval;
  }

  /** Something waits to land. */
  void waits(long now) {
    if (!waits) {
      waits = true;
      waitsSince = now;
    }
  }

  /** All that waits is a batch by now. */
  void begun(long now) {
    begunAt = now;
    waits = false;
  }

  /** The batch has landed. */
  void ended(long now) {
    took = now - begunAt;
  }

  /**
   * How many nanoseconds what waits has left; more than a day if nothing does.
   *
   * @param backlog whether there is more than a batch to come at once
   */
  long left(long now, boolean backlog) {
    if (!waits) {
      return Long.MAX_VALUE;
    }
    long waited = now - waitsSince;
    if (backlog) {
      return Math.max(0, BACKLOG * interval - waited);
    }
    long sinceBegun = now - begunAt;
    long together = Math.max(interval - sinceBegun, took / PART - waited);
    return Math.max(0, Math.min(together, interval - waited));
  }
}
