package dev.prejoin.capture;

import java.util.List;

/**
 * How far the rows of one topic have come, as it is stored.
 *
 * @param table schema and name in PostgreSQL
 * @param incarnation how often the table was snapshotted from the start, from 1
 * @param after the key of the last row that was read, as PostgreSQL writes it; empty at first
 * @param until the last key there was when the snapshot began, in the same form; empty before that
 * @param rows how many rows the snapshot has read
 * @param expected how many there are, as PostgreSQL estimates; -1 if it does not know
 * @param streamed how many changes of the table were written since its snapshot was due
 */
record TableState(
    String table,
    int incarnation,
    Phase phase,
    List<String> after,
    List<String> until,
    long rows,
    long expected,
    long streamed) {

  /** What is done with a table. */
  enum Phase {
    /** New: it may be read once those have ended who wrote to it before it was published. */
    ADDED,
    SNAPSHOT,
    DONE,
    /** No longer captured. */
    REMOVED
  }

  TableState {
    after = List.copyOf(after);
    until = List.copyOf(until);
  }

  static TableState due(String table, int incarnation, Phase phase) {
    return new TableState(table, incarnation, phase, List.of(), List.of(), 0, -1, 0);
  }

  boolean isUnfinished() {
    return phase == Phase.ADDED || phase == Phase.SNAPSHOT;
  }

  /** Whether rows of an earlier incarnation may still be where the topic's rows land. */
  boolean isTakenAnew() {
    return incarnation > 1 && isUnfinished();
  }

  /** From here the log has all of its changes. */
  TableState published() {
    return phase == Phase.ADDED ? in(Phase.SNAPSHOT) : this;
  }

  TableState removed() {
    return in(Phase.REMOVED);
  }

  private TableState in(Phase next) {
    return new TableState(table, incarnation, next, after, until, rows, expected, streamed);
  }

  TableState with(Chunk chunk) {
    return new TableState(
        table,
        incarnation,
        chunk.last() ? Phase.DONE : Phase.SNAPSHOT,
        chunk.last() ? List.of() : chunk.after(),
        chunk.last() ? List.of() : chunk.until(),
        rows + chunk.rows().size(),
        chunk.expected(),
        chunk.last() ? 0 : streamed);
  }

  TableState withStreamed(long more) {
    return new TableState(table, incarnation, phase, after, until, rows, expected, streamed + more);
  }
}
