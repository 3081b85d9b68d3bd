package dev.prejoin.sink;

import java.time.Duration;

/**
 * When stale buckets are counted anew. While the sink is behind, more corrections of the same
 * buckets are on their way: each round then waits twice as long as the one before, so that a burst
 * has a bucket counted a few times, whatever its length.
 */
final class RoundPace {
  /** A minute, of the usual interval: nobody sees corrections later than that. */
  private static final int MOST = 64;

  private final long interval;
  private long wait;
  private long begunAt;

  RoundPace(Duration interval) {
    this.interval = interval.toNanos();
    this.wait = this.interval;
  }

  boolean isDue(long now, boolean behind) {
    return now - begunAt >= (behind ? wait : interval);
  }

  /**
   * A round began, or there was nothing to begin it for.
   *
   * @param counts whether there was
   */
  void begun(long now, boolean behind, boolean counts) {
    begunAt = now;
    if (!behind) {
      wait = interval;
    } else if (counts) {
      wait = Math.min(wait * 2, interval * MOST);
    }
  }
}
