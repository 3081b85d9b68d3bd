package dev.prejoin.app.restate;

/**
 * How many rows may be sent by now. What was not used within a second is forgotten. Several threads
 * may share it.
 */
final class Allowance {
  private static final double NANOS_PER_SECOND = 1e9;

  private final int perSecond;
  private double left;
  private long at;

  Allowance(int perSecond, long nowNanos) {
    this.perSecond = perSecond;
    this.left = perSecond;
    this.at = nowNanos;
  }

  /** Whether so many may be sent now; of more than a second's, whether a second's may be. */
  synchronized boolean has(int rows, long nowNanos) {
    left = Math.min(perSecond, left + perSecond * ((nowNanos - at) / NANOS_PER_SECOND));
    at = nowNanos;
    return left >= Math.min(rows, perSecond);
  }

  synchronized void used(int rows) {
    left -= rows;
  }
}
