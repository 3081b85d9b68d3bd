package dev.prejoin.proof;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What is known of the buckets that did not agree at the first look. A bucket that agrees at a
 * later one is right. One that differs by the same values on both sides for {@value #STILL_MS} ms,
 * and does not wait to be counted anew, is different. What is still open after {@value #LONGEST_MS}
 * ms never came to rest.
 *
 * @param startMs when the first look was
 * @param open the buckets to be looked at again
 * @param different those that are
 */
record BucketLooks(long startMs, Map<String, Standing> open, Set<String> different) {
  /** Longer than a correction waits for its bucket to be counted anew. */
  static final long STILL_MS = 4_000;

  static final long LONGEST_MS = 30_000;

  /**
   * A bucket that does not agree.
   *
   * @param values of both sides
   * @param stale whether it waits to be counted anew
   */
  record Seen(String values, boolean stale) {}

  /** Since when a bucket has had these values. */
  record Standing(String values, long sinceMs) {}

  BucketLooks {
    open = Map.copyOf(open);
    different = Set.copyOf(different);
  }

  /** After the first look. */
  static BucketLooks first(Map<String, Seen> found, long nowMs) {
    Map<String, Standing> open = new LinkedHashMap<>();
    found.forEach((bucket, seen) -> open.put(bucket, new Standing(seen.values(), nowMs)));
    return new BucketLooks(nowMs, open, Set.of());
  }

  /** After one more look at the open ones; others that it found are passed over. */
  BucketLooks after(Map<String, Seen> found, long nowMs) {
    Map<String, Standing> next = new LinkedHashMap<>();
    Set<String> settled = new LinkedHashSet<>(different);
    open.forEach(
        (bucket, before) -> {
          Seen seen = found.get(bucket);
          if (seen == null) {
            return;
          }
          boolean still = seen.values().equals(before.values()) && !seen.stale();
          if (still && nowMs - before.sinceMs() >= STILL_MS) {
            settled.add(bucket);
          } else {
            next.put(bucket, still ? before : new Standing(seen.values(), nowMs));
          }
        });
    return new BucketLooks(startMs, next, settled);
  }

  boolean done(long nowMs) {
    return open.isEmpty() || nowMs - startMs >= LONGEST_MS;
  }
}
