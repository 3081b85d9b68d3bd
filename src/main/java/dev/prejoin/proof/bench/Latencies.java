package dev.prejoin.proof.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Times of one kind.
 *
 * @param count how many
 * @param p50 seconds
 * @param p99 seconds
 * @param max seconds
 */
public record Latencies(int count, double p50, double p99, double max) {
  private static final double NANOS = 1e9;

  static Latencies of(List<Long> nanos) {
    long[] sorted = nanos.stream().mapToLong(Long::longValue).toArray();
    Arrays.sort(sorted);
    return new Latencies(sorted.length, at(sorted, 0.5), at(sorted, 0.99), at(sorted, 1));
  }

  /** The smallest that so large a share of them does not exceed. */
  private static double at(long[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    int index = (int) Math.ceil(share * sorted.length) - 1;
    return sorted[Math.max(0, index)] / NANOS;
  }
}
