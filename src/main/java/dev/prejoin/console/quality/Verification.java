package dev.prejoin.console.quality;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How what has landed compares with what the SQL says over the source.
 *
 * @param at when the source was read first
 * @param looks how often keys that did not agree were looked at
 * @param equal whether nothing differs; what did not come to rest is not called different
 * @param passedOver what was not compared, and why
 */
public record Verification(
    Instant at,
    double seconds,
    int looks,
    boolean equal,
    List<Table> tables,
    List<Aggregate> aggregates,
    List<String> passedOver) {
  public Verification {
    tables = List.copyOf(tables);
    aggregates = List.copyOf(aggregates);
    passedOver = List.copyOf(passedOver);
  }

  /**
   * Rows of an hour, or of a table.
   *
   * @param expected by the SQL
   * @param changed that did not agree at first, as they had changed since the source was read
   * @param different for good
   * @param notAtRest of which neither can be said
   */
  public record Counts(long expected, long landed, long changed, long different, long notAtRest) {}

  /** Counts of an hour; its begin is null where rows have no time. */
  public record Hour(@Nullable Instant begin, Counts counts) {}

  /**
   * A table of rows.
   *
   * @param hours in their order; of very many, some in which nothing differs are left out
   * @param hoursLeftOut so many
   * @param different some of the rows that differ
   */
  public record Table(
      String name, Counts all, List<Hour> hours, int hoursLeftOut, List<Difference> different) {
    public Table {
      hours = List.copyOf(hours);
      different = List.copyOf(different);
    }
  }

  /**
   * An aggregate, in buckets.
   *
   * @param different some of the buckets that differ
   */
  public record Aggregate(String name, Counts all, List<Difference> different) {
    public Aggregate {
      different = List.copyOf(different);
    }
  }

  /** In what a row or bucket differs. */
  public enum Kind {
    /** It should be there, and is not. */
    MISSING,
    /** It is there, and should not be. */
    SURPLUS,
    /** Some of its columns have other values. */
    UNLIKE,
    /** It is there more than once. */
    REPEATED
  }

  /** A row or bucket that differs; its hour is null for buckets, and where rows have no time. */
  public record Difference(Kind kind, String key, @Nullable Instant hour, List<Column> columns) {
    public Difference {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A column's values.
   *
   * @param expected what the SQL says over the source; null if it has no such row
   * @param landed what is there; null if there is none
   */
  public record Column(String name, @Nullable String expected, @Nullable String landed) {}
}
