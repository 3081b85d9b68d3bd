package dev.prejoin.sink;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a new owner of a shard begins, and up to where rows may have been written before.
 *
 * @param start the first offset to read
 * @param doubtUntil records below this are replayed; not above {@code start} if there is no doubt
 * @param segment the new owner's first segment
 */
record TakeOver(long start, long doubtUntil, Segment segment) {

  /**
   * Decides from what Kafka and the warehouse have recorded.
   *
   * @param committed the offset in Kafka, if there is one
   * @param intent its metadata
   * @param done what the warehouse has recorded
   * @param logStart the first offset that the topic still has
   * @param logEnd the offset after the last one that may be read
   */
  static TakeOver decide(
      OptionalLong committed,
      Optional<Intent> intent,
      Optional<Done> done,
      long logStart,
      long logEnd) {
    Segment segment =
        intent
            .map(Intent::segment)
            .orElse(Segment.NONE)
            .max(done.map(Done::segment).orElse(Segment.NONE))
            .nextOwner();
    long landed = done.map(Done::position).orElse(logStart);
    if (committed.isEmpty()) {
      // Kafka forgets offsets of an idle group: what was begun after the last done row is unknown.
      return new TakeOver(landed, done.isPresent() ? logEnd : landed, segment);
    }
    long offset = committed.getAsLong();
    long end = Math.max(intent.map(Intent::end).orElse(offset), Math.max(offset, landed));
    return new TakeOver(Math.min(offset, landed), end, segment);
  }

  /** Whether records that have not landed are gone from the topic. */
  boolean hasGap(long logStart) {
    return start < logStart;
  }
}
