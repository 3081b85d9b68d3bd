package dev.prejoin.sink;

import java.time.Duration;

/**
 * When stale buckets are counted anew: the sooner, the less it takes. While the sink is behind,
 * more corrections of the same buckets are on their way: each round then waits twice as long as the
 * one before, so that a burst has a bucket counted a few times, whatever its length.
 */
final class RoundPace {
  /** A minute, of the usual interval: nobody sees corrections later than that. */
  private static final int MOST = 64;

  /** Rounds take a fourth of the time at most, unless each takes longer than the interval. */
  private static final int REST = 4;

  /** Of the usual interval: so long is waited at most where there is enough else to do. */
  private static final int LONGEST = 4;

  private static final int SHORTEST = 5;

  private final long interval;
  private long rest;
  private long wait;
  private long begunAt;
  private long worked;

  RoundPace(Duration interval) {
    this.interval = interval.toNanos();
    this.rest = this.interval;
    this.wait = this.interval;
  }

  /** Something else than rounds took so long, in nanoseconds. */
  void worked(long nanos) {
    worked += nanos;
  }

  boolean isDue(long now, boolean behind) {
    long since = now - begunAt;
    if (behind) {
      return since >= wait;
    }
    boolean busy = worked * 2 > since;
    return since >= (busy ? rest : Math.min(rest, interval));
  }

  /**
   * A round began, or there was nothing to begin it for.
   *
   * @param counts whether there was
   */
  void begun(long now, boolean behind, boolean counts) {
    begunAt = now;
    worked = 0;
    rest = interval;
    if (!behind) {
      wait = interval;
    } else if (counts) {
      wait = Math.min(wait * 2, interval * MOST);
    }
  }

  /** All of the round is counted. */
  void ended(long now) {
    rest = Math.max(interval / SHORTEST, Math.min((now - begunAt) * REST, interval * LONGEST));
  }
}
