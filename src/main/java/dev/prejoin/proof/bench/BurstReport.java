package dev.prejoin.proof.bench;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a burst of updates took and cost.
 *
 * @param rows that were updated
 * @param transactions in which they were
 * @param rate fresh rows a second all the while
 * @param wroteSeconds from the first statement to the last commit in PostgreSQL
 * @param landedSeconds from the last commit until a row that was written after it was seen
 * @param seconds from the last commit until the aggregates were what the rows say
 * @param rounds how often stale buckets were counted anew meanwhile
 * @param buckets that were counted, each as often as it was
 * @param differentBuckets how many different ones these were
 * @param calm how late fresh rows were in the aggregates before the burst
 * @param behind the same of those that were written before all of the burst had landed
 * @param meanwhile the same of those that were written then, while buckets were counted anew
 * @param after the same of those that were written when it was over
 * @param bytes the most that each process had resident
 * @param equal whether every row and bucket was what the SQL says, in the end
 * @param differences what was not
 */
public record BurstReport(
    long rows,
    int transactions,
    int rate,
    double wroteSeconds,
    double landedSeconds,
    double seconds,
    long rounds,
    long buckets,
    long differentBuckets,
    Latencies calm,
    Latencies behind,
    Latencies meanwhile,
    Latencies after,
    Map<String, Long> bytes,
    boolean equal,
    String differences) {
  public BurstReport {
    bytes = new TreeMap<>(bytes);
  }
}
