package dev.prejoin.sink.simulation;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A bucket's states: count, sum, min and max, and beside them how often each key was counted, which
 * no real aggregate knows.
 */
record Tally(int count, long sum, long min, long max, Map<String, Integer> keys) {
  static Tally of(List<Object> key, long reading) {
    return new Tally(1, reading, reading, reading, Map.of(key.toString(), 1));
  }

  Tally plus(Tally other) {
    Map<String, Integer> both = new TreeMap<>(keys);
    other.keys.forEach((key, n) -> both.merge(key, n, Integer::sum));
    return new Tally(
        count + other.count,
        sum + other.sum,
        Math.min(min, other.min),
        Math.max(max, other.max),
        both);
  }

  @Override
  public String toString() {
    return count + " rows " + keys + " sum " + sum + " min " + min + " max " + max;
  }
}
