package dev.prejoin.sink;

import dev.prejoin.schema.Origin;
import java.util.Arrays;
import java.util.function.LongConsumer;

/** When the source committed changes, of those that tell, in ms since 1970. */
final class CommitTimes {
  private static final char SNAPSHOT_READ = 'r';
  private static final int AT_FIRST = 16;

  private long[] millis = new long[AT_FIRST];
  private int size;

  /**
   * Whether the time of a record is that of a commit. A snapshot's row was committed at some time
   * before; only its reading has a time. One that is restated has a time of its own, at which
   * nothing was committed.
   */
  static boolean tells(Origin origin) {
    return origin.op() != SNAPSHOT_READ && !origin.isRestated();
  }

  void add(Origin origin, long timestamp) {
    if (tells(origin)) {
      if (size == millis.length) {
        millis = Arrays.copyOf(millis, 2 * size);
      }
      millis[size++] = timestamp;
    }
  }

  /** About so many of them, or all, from the first to the last. */
  void sample(int most, LongConsumer use) {
    int step = Math.max(1, size / most);
    for (int i = 0; i < size; i += step) {
      use.accept(millis[i]);
    }
  }
}
