package dev.prejoin.proof;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@link Verify} found.
 *
 * @param pipeline its name
 * @param at when the source was read first
 * @param looks how often keys that did not agree were looked at
 * @param passedOver what was not compared, and why
 */
public record VerifyReport(
    String pipeline,
    Instant at,
    double seconds,
    int looks,
    List<Table> tables,
    List<Aggregate> aggregates,
    List<String> passedOver) {
  public VerifyReport {
    tables = List.copyOf(tables);
    aggregates = List.copyOf(aggregates);
    passedOver = List.copyOf(passedOver);
  }

  /**
   * Rows of an hour, or of a table.
   *
   * @param expected by the SQL
   * @param landed at the first look
   * @param changed that did not agree then, as they had changed since the source was read
   * @param different for good
   * @param notAtRest of which neither can be said
   */
  public record Counts(long expected, long landed, long changed, long different, long notAtRest) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

    /** Of both. */
    public Counts plus(Counts other) {
      return new Counts(
          expected + other.expected,
          landed + other.landed,
          changed + other.changed,
          different + other.different,
          notAtRest + other.notAtRest);
    }

    /** Whether there is nothing to tell. */
    public boolean settled() {
      return different == 0 && notAtRest == 0;
    }
  }

  /**
   * Counts of an hour.
   *
   * @param begin empty where rows have no time
   */
  public record Hour(Optional<Instant> begin, Counts counts) {}

  /**
   * A row or bucket that differs.
   *
   * @param hour of the row; empty for buckets, and where rows have no time
   * @param expected what the SQL says, by column; empty if it has no such row
   * @param landed what is there; empty if there is none
   */
  public record Difference(
      String key,
      Optional<Instant> hour,
      Map<String, String> expected,
      Map<String, String> landed) {}

  /**
   * A table of rows.
   *
   * @param hours in their order
   * @param different some of those that are
   */
  public record Table(String name, Counts all, List<Hour> hours, List<Difference> different) {
    public Table {
      hours = List.copyOf(hours);
      different = List.copyOf(different);
    }
  }

  /**
   * An aggregate.
   *
   * @param expected buckets of the landed rows
   * @param landed buckets of the aggregate
   * @param different buckets that differ for good
   * @param notAtRest buckets that moved on at every look
   * @param differences some of those that differ
   */
  public record Aggregate(
      String name,
      long expected,
      long landed,
      long different,
      long notAtRest,
      List<Difference> differences) {
    public Aggregate {
      differences = List.copyOf(differences);
    }
  }

  /** Whether nothing differs; what did not come to rest is not called different. */
  @JsonProperty
  public boolean equal() {
    return tables.stream().allMatch(table -> table.all().different() == 0)
        && aggregates.stream().allMatch(aggregate -> aggregate.different() == 0);
  }

  public long notAtRest() {
    return tables.stream().mapToLong(table -> table.all().notAtRest()).sum()
        + aggregates.stream().mapToLong(Aggregate::notAtRest).sum();
  }
}
