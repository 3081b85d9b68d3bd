package dev.prejoin.sink;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a new owner of a shard begins, and up to where rows may have been written before.
 *
 * @param start the first offset to read
 * @param doubtUntil records below this are replayed; not above {@code start} if there is no doubt
 * @param begun the ranges among them that are replayed as what they are
 * @param segment the new owner's first segment
 */
record TakeOver(long start, long doubtUntil, List<OffsetRange> begun, Segment segment) {
  TakeOver {
    begun = List.copyOf(begun);
  }

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
    if (committed.isEmpty() || intent.isEmpty()) {
      // Kafka forgets offsets of an idle group, and whoever sets them anew takes the intents away:
      // what was begun after the last done row is unknown. What is before it has landed for good;
      // to land some of it again would take rows back to what they were.
      return new TakeOver(landed, done.isPresent() ? logEnd : landed, List.of(), segment);
    }
    long offset = committed.getAsLong();
    long start = Math.min(offset, landed);
    long doubtUntil = Math.max(intent.get().doubtUntil(), Math.max(offset, landed));
    List<OffsetRange> begun =
        intent.get().begun().stream()
            .filter(range -> range.to() > start)
            .map(range -> new OffsetRange(Math.max(start, range.from()), range.to()))
            .toList();
    return new TakeOver(start, doubtUntil, begun, segment);
  }

  /** Whether records that have not landed are gone from the topic. */
  boolean hasGap(long logStart) {
    return start < logStart;
  }
}
