package dev.prejoin.console;

/**
 * How late the aggregates are, from the source's commit to visible, and what is not right in them.
 *
 * @param p50Seconds NaN when nothing was measured
 * @param p99Seconds NaN when nothing was measured
 * @param staleBuckets buckets whose aggregate waits for a rebuild
 * @param deadLetters records that could not be decoded
 */
public record Freshness(double p50Seconds, double p99Seconds, long staleBuckets, long deadLetters) {
  public static final Freshness UNMEASURED = new Freshness(Double.NaN, Double.NaN, 0, 0);
}
