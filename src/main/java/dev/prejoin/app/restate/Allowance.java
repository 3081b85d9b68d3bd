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

  /** The number that may be sent now. */
  synchronized int rows(long nowNanos) {
    left = Math.min(perSecond, left + perSecond * ((nowNanos - at) / NANOS_PER_SECOND));
    at = nowNanos;
    return (int) left;
  }

  synchronized void used(int rows) {
    left -= rows;
  }
}
