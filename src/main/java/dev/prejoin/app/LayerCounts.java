package dev.prejoin.app;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The rows of each layer at one moment.
 *
 * @param byLayer by name, in the order of the data's way
 * @param rejected rows that a rule kept out
 * @param joined rows of the last view of facts
 * @param staleBuckets buckets that wait to be counted anew
 */
public record LayerCounts(
    Map<String, Long> byLayer, long rejected, long joined, long staleBuckets) {
  public LayerCounts {
    byLayer = new LinkedHashMap<>(byLayer);
  }

  /** Whether every one of so many facts has gone all its way: aggregates have what is joined. */
  public boolean complete(long facts) {
    return joined + rejected >= facts && staleBuckets == 0;
  }
}
