package dev.prejoin.capture;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far a range of one topic's table has been read again, as it is stored.
 *
 * @param id of the request
 * @param begun where each partition of the topic ended when it began: what of the range comes again
 *     stands behind
 * @param after the key of the last row that was read, as PostgreSQL writes it, or how many of the
 *     listed keys were; empty at first
 * @param until the last key of the range when it began, in the same form; empty before that
 * @param rows how many rows were read
 * @param gone how many of the listed were not there, and did not come since
 * @param failure why it failed; else empty
 */
record BackfillState(
    String id,
    BackfillRange range,
    Map<Integer, Long> begun,
    List<String> after,
    List<String> until,
    long rows,
    long gone,
    Phase phase,
    String failure) {
  /** What is done with it. */
  enum Phase {
    READING,
    PAUSED,
    DONE,
    FAILED
  }

  BackfillState {
    begun = new TreeMap<>(begun);
    after = List.copyOf(after);
    until = List.copyOf(until);
  }

  static BackfillState due(String id, BackfillRange range, Map<Integer, Long> begun) {
    return new BackfillState(id, range, begun, List.of(), List.of(), 0, 0, Phase.READING, "");
  }

  /** One that cannot be begun; what would be read is left out. */
  static BackfillState refused(String id, BackfillRange range, String why) {
    BackfillRange rest =
        new BackfillRange(range.kind(), range.column(), List.of(), List.of(), List.of());
    return new BackfillState(id, rest, Map.of(), List.of(), List.of(), 0, 0, Phase.FAILED, why);
  }

  boolean isRead() {
    return phase == Phase.READING;
  }

  boolean isOpen() {
    return phase == Phase.READING || phase == Phase.PAUSED;
  }

  BackfillState in(Phase next) {
    return new BackfillState(id, range, begun, after, until, rows, gone, next, failure);
  }

  /**
   * One chunk further.
   *
   * @param ended how many of its listed rows are gone
   */
  BackfillState with(Chunk chunk, long ended) {
    Phase next =
        !chunk.failure().isEmpty() ? Phase.FAILED : chunk.last() ? Phase.DONE : Phase.READING;
    BackfillRange left =
        next == Phase.DONE && range.kind() == BackfillRange.Kind.LISTED
            ? range.listed(List.of())
            : range;
    long ends = chunk.rows().stream().filter(row -> row.value() == null).count();
    return new BackfillState(
        id,
        left,
        begun,
        chunk.after(),
        chunk.until(),
        rows + chunk.rows().size() - ends,
        gone + ended,
        next,
        chunk.failure());
  }
}
