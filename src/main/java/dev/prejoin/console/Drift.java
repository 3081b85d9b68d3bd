package dev.prejoin.console;

import java.time.Instant;
import java.util.List;

/**
 * How far ClickHouse's own join, fed the same changes, was from what prejoin has landed, at one
 * moment.
 *
 * @param at when it was measured
 * @param since the first hour that was compared
 * @param whole whether that is everything there is
 * @param unit of every sum
 * @param truth rows that prejoin's table of joined rows had
 * @param peer rows that the join's had
 * @param blank rows without metadata that is there
 * @param former rows with metadata that holds no more
 * @param twice rows of a version that an update has replaced: they count beside the newer one
 * @param gone rows of facts that are deleted, or no longer pass the rules
 * @param missing rows that the join's table lacks
 * @param buckets of the aggregate, in either
 * @param bucketsOff buckets that count or sum otherwise, are missing or should not be there
 * @param aggregate the name of the aggregate
 * @param groups sums by a column
 * @param inFlight rows that were corrected while this was measured: so many may be told wrongly
 * @param fed what the join's tables were given since they were made
 * @param seconds how long it took to measure
 * @param bytes that the join's tables have on disk
 */
public record Drift(
    Instant at,
    Instant since,
    boolean whole,
    String unit,
    Amount truth,
    Amount peer,
    Amount blank,
    Amount former,
    Amount twice,
    Amount gone,
    Amount missing,
    String aggregate,
    long buckets,
    long bucketsOff,
    List<Group> groups,
    long inFlight,
    Fed fed,
    double seconds,
    long bytes) {
  public Drift {
    groups = List.copyOf(groups);
  }

  /**
   * Some rows.
   *
   * @param sum of their measure
   */
  public record Amount(long rows, double sum) {}

  /**
   * Sums by the values of one column.
   *
   * @param values how many there are, in either
   * @param off how many of them have another count or sum
   * @param furthest those that are off most, at most ten, the furthest first
   */
  public record Group(String column, long values, long off, List<Value> furthest) {
    public Group {
      furthest = List.copyOf(furthest);
    }
  }

  /**
   * One value of a column; empty where a row has no metadata.
   *
   * @param truth as it should be
   * @param peer as the join's aggregate has it
   */
  public record Value(String value, Amount truth, Amount peer) {}

  /**
   * Changes, by what they were in the source.
   *
   * @param inserts facts
   * @param updates facts, inserted like others
   * @param deletes facts; there is no row to insert
   * @param unfit facts with NULL where the table takes none; they are left out
   * @param metadata rows of dimensions that were put in place or taken away
   */
  public record Fed(long inserts, long updates, long deletes, long unfit, long metadata) {}
}
