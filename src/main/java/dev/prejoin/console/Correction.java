package dev.prejoin.console;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row that was changed after it had landed; or several that were made again alike.
 *
 * @param id a higher one began later
 * @param dimension whether it is a row of metadata
 * @param table where it landed
 * @param key the primary key; empty for several rows
 * @param place by which other columns a person knows the row, as they are now or were last
 * @param changes columns that differ; of a row that came or went, all but those of the place
 * @param rows that were made again: for the sake of this row of metadata, or, of {@link
 *     Kind#RESTATED}, these; else 0
 * @param committedAt when the source committed it; null for rows that were made again, if what they
 *     were made again for is not known
 * @param landedAt when ClickHouse had it, or the last of the rows
 * @param countedAt when no aggregate was wrong about it any more, or about the rows so far; null if
 *     that is not so, or not known
 * @param seconds from its commit to {@code countedAt}
 * @param followed whether this process will know when it is counted: not if another one took the
 *     shard over
 */
public record Correction(
    long id,
    Kind kind,
    boolean dimension,
    String table,
    List<Cell> key,
    List<Cell> place,
    List<Difference> changes,
    long rows,
    @Nullable Instant committedAt,
    Instant landedAt,
    @Nullable Instant countedAt,
    @Nullable Double seconds,
    boolean followed) {
  /** What became of it. */
  public enum Kind {
    /** A row of metadata that had not been there. */
    ADDED,
    UPDATED,
    /** Deleted, or kept out by a rule since. */
    REMOVED,
    /** There again, after it was removed. */
    RETURNED,
    /** Rows that were made again; what for is not known. */
    RESTATED
  }

  public Correction {
    key = List.copyOf(key);
    place = List.copyOf(place);
    changes = List.copyOf(changes);
  }

  /**
   * A column's value.
   *
   * @param value as text, cut if it is long; null for NULL
   */
  public record Cell(String column, @Nullable String value) {}

  /**
   * How a column differs, as texts.
   *
   * @param before null for NULL, and if there was no row
   * @param after null for NULL, and if there is no row
   */
  public record Difference(String column, @Nullable String before, @Nullable String after) {}
}
