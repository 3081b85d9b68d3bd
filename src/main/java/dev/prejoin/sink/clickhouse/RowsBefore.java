package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;

import com.clickhouse.client.api.query.GenericRecord;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Version;
import dev.prejoin.sink.WarehouseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The landed rows that came of the first records of a source. Every method throws {@link
 * WarehouseException}.
 */
public final class RowsBefore {
  private static final int MOST_SECONDS = 20;

  /** TIMEOUT_EXCEEDED in ClickHouse's ErrorCodes.cpp. */
  private static final int TOO_LONG = 159;

  private final ClickHouse clickHouse;

  public RowsBefore(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /**
   * How many there are.
   *
   * @param rows how many rows
   * @param hours of how many hours they are; 0 if that is not known
   * @param exact whether the rows were counted; else there are no more than these, and earlier
   *     versions among them
   */
  public record Count(long rows, long hours, boolean exact) {}

  /**
   * Counts them, unless that takes long.
   *
   * @param time the column by which hours are counted
   * @param before by partition of the source: those that came of records before this offset; empty
   *     for all rows
   */
  public Count count(Relation table, Optional<String> time, Map<Integer, Long> before) {
    String hours = time.map(t -> "uniqExact(toStartOfHour(%s))".formatted(name(t))).orElse("0");
    try {
      GenericRecord row =
          clickHouse
              .rows(
                  "SELECT count() AS n, toInt64(%s) AS hours FROM %s FINAL WHERE %s SETTINGS max_execution_time = %d"
                      .formatted(hours, name(table.name()), condition(before), MOST_SECONDS))
              .get(0);
      return new Count(row.getLong("n"), row.getLong("hours"), true);
    } catch (WarehouseException e) {
      if (e.code() != TOO_LONG) {
        throw e;
      }
      long stored = new Figures(clickHouse).storedRows().getOrDefault(table.name(), 0L);
      return new Count(stored, 0, false);
    }
  }

  /**
   * The keys of such rows of some tables, each once, in their order; also of rows that have ended.
   *
   * @param source whose keys they are
   * @param before as above
   * @param after the last key that is known; empty at first
   * @param most how many at most
   */
  public List<List<Object>> keys(
      Relation source,
      List<Relation> tables,
      Map<Integer, Long> before,
      Optional<List<Object>> after,
      int most) {
    String behind =
        after.map(key -> "_key > %s AND ".formatted(Changes.literal(source, key))).orElse("");
    String rows =
        tables.stream()
            .map(
                table ->
                    "SELECT _key FROM (SELECT DISTINCT _key FROM %s WHERE %s(%s) ORDER BY _key LIMIT %d)"
                        .formatted(name(table.name()), behind, condition(before), most))
            .collect(Collectors.joining("\nUNION ALL\n"));
    return new Changes(clickHouse)
        .keysOf(
            source,
            "SELECT CAST(_key AS %s) AS key FROM (\n%s\n) GROUP BY _key ORDER BY _key LIMIT %d"
                .formatted(Changes.keyType(source), rows, most));
  }

  /** That a row came of a record before these offsets. */
  static String condition(Map<Integer, Long> before) {
    return before.isEmpty()
        ? "1"
        : new TreeMap<>(before)
            .entrySet().stream()
                .map(
                    at ->
                        "(_shard = %d AND %s < %d)"
                            .formatted(at.getKey(), Version.FIRST_OFFSET_SQL, at.getValue()))
                .collect(Collectors.joining(" OR "));
  }
}
