package dev.prejoin.sink.simulation;

import java.util.EnumSet;
import java.util.Set;

/**
 * One thing that goes wrong.
 *
 * @param at how many calls to Kafka or ClickHouse come before it; it hits the next one that it can
 *     hit
 * @param kind what goes wrong
 * @param much how long it lasts, or how much of something, where that matters
 */
record Fault(int at, Kind kind, int much) {
  /** What can go wrong. */
  enum Kind {
    /** The process dies before the server hears of the call. */
    CRASH_BEFORE,
    /** The process dies when the server has done what it was asked. */
    CRASH_AFTER,
    /** The process dies; the server does much later what it was asked. */
    CRASH_LATE,
    /** The process stands still before the call, for longer than the group waits; then goes on. */
    FREEZE_BEFORE,
    /** As before, after the call. */
    FREEZE_AFTER,
    /** The server does it, and the answer is lost. */
    ANSWER_LOST,
    /** The connection breaks, and nothing is done. */
    REQUEST_LOST,
    /** The connection breaks, and the server does it much later. */
    REQUEST_LATE,
    /** ClickHouse takes the first blocks of an insert and refuses the rest. */
    SOME_BLOCKS,
    /** ClickHouse has the rows in the table, and the materialized views fail. */
    VIEWS_FAIL,
    /** ClickHouse refuses: memory, too many parts, no space, a time-out … */
    REFUSED,
    /** ClickHouse is away for a while. */
    AWAY,
    /** ClickHouse is stopped, and comes back as it was at the last backup. */
    RESTORED,
    /** The group takes a process for dead, which it is not. */
    EXPELLED,
    /** The group deals out the partitions anew. */
    REBALANCE,
    /** One more process starts. */
    START,
    /** A process ends as it should. */
    STOP,
    /** All processes die, and the group's offsets expire. */
    OFFSETS_LOST,
    /** All processes die, and somebody sets the group's offsets to others. */
    OFFSETS_RESET
  }

  /** Those that hit a call; the others happen beside it. */
  private static final Set<Kind> HIT_ANY =
      EnumSet.of(
          Kind.CRASH_BEFORE,
          Kind.CRASH_AFTER,
          Kind.CRASH_LATE,
          Kind.FREEZE_BEFORE,
          Kind.FREEZE_AFTER);

  private static final Set<Kind> HIT_REQUESTS =
      EnumSet.of(Kind.ANSWER_LOST, Kind.REQUEST_LOST, Kind.REQUEST_LATE);
  private static final Set<Kind> HIT_INSERTS = EnumSet.of(Kind.SOME_BLOCKS, Kind.VIEWS_FAIL);

  boolean hitsCalls() {
    return HIT_ANY.contains(kind)
        || HIT_REQUESTS.contains(kind)
        || HIT_INSERTS.contains(kind)
        || kind == Kind.REFUSED;
  }

  boolean hits(Port port) {
    return HIT_ANY.contains(kind)
        || (HIT_REQUESTS.contains(kind) && port != Port.POLL)
        || (HIT_INSERTS.contains(kind) && port == Port.INSERT)
        || (kind == Kind.REFUSED && port.isClickHouse());
  }

  @Override
  public String toString() {
    return kind + "@" + at + (much == 0 ? "" : "/" + much);
  }
}
