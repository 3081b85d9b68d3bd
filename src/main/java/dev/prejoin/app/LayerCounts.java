package dev.prejoin.app;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rows of each layer at one moment.
 *
 * @param byLayer by name, in the order of the data's way
 * @param captured changes of facts that are committed to Kafka
 * @param cleaned rows that the first view let through
 * @param rejected rows that a rule kept out
 * @param joined rows of the last view
 * @param l4 readings that the aggregates count
 * @param staleBuckets buckets that wait to be counted anew
 */
public record LayerCounts(
    Map<String, Long> byLayer,
    long captured,
    long cleaned,
    long rejected,
    long joined,
    long l4,
    long staleBuckets) {
  public LayerCounts {
    byLayer = new LinkedHashMap<>(byLayer);
  }

  /** Whether every one of so many source rows has gone all its way. */
  public boolean complete(long sourceRows) {
    return captured >= sourceRows
        && cleaned + rejected >= sourceRows
        && joined >= cleaned
        && l4 == joined
        && staleBuckets == 0;
  }
}
