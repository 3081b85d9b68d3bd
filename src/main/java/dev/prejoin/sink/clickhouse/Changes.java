package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Standing;
import dev.prejoin.sink.Version;
import dev.prejoin.sink.WarehouseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which keys of a dimension have changed, and which rows look them up. Every method that asks
 * throws {@link WarehouseException}.
 */
public final class Changes {
  private static final Map<String, String> LARGE = Map.of("max_query_size", "16777216");

  /** Values that an expression cannot take, by ClickHouse's ErrorCodes.cpp. */
  private static final Set<Integer> BAD_VALUES =
      Set.of(
          6, 26, 27, 32, 33, 36, 38, 41, 43, 53, 65, 69, 70, 72, 117, 131, 153, 321, 349, 376, 395,
          407, 457, 467, 686, 691);

  private final ClickHouse clickHouse;

  public Changes(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /**
   * Up to where a part of the changed keys goes: the offset of its last change.
   *
   * @param from the first offset that counts
   * @param to behind the last
   * @param most how many changes at most
   * @return empty if nothing has changed there
   */
  public OptionalLong last(Relation dimension, long from, long to, int most) {
    var row =
        clickHouse
            .rows(
                """
                SELECT max(changed) AS last, count() AS n
                FROM (SELECT DISTINCT _changed AS changed FROM %s WHERE %s ORDER BY changed LIMIT %d)
                """
                    .formatted(name(dimension.name()), between(from, to), most))
            .get(0);
    return row.getLong("n") == 0 ? OptionalLong.empty() : OptionalLong.of(row.getLong("last"));
  }

  /** How many keys have changed from an offset on. */
  public long count(Relation dimension, long from) {
    return clickHouse
        .rows(
            "SELECT uniqExact(_key) AS n FROM %s WHERE _changed >= %d"
                .formatted(name(dimension.name()), from))
        .get(0)
        .getLong("n");
  }

  /** Some of them, as ClickHouse writes keys. */
  public List<String> some(Relation dimension, long from, int most) {
    return clickHouse
        .rows(
            "SELECT DISTINCT toString(_key) AS k FROM %s WHERE _changed >= %d ORDER BY k LIMIT %d"
                .formatted(name(dimension.name()), from, most))
        .stream()
        .map(row -> row.getString("k"))
        .toList();
  }

  /**
   * SQL for the keys that have changed between two offsets, those that are gone among them: what
   * may stand behind IN. A key that has changed again since may be there, too.
   */
  public static String keys(Relation dimension, long from, long to) {
    int columns = dimension.key().size();
    String key =
        columns == 1
            ? "_key"
            : IntStream.rangeClosed(1, columns)
                .mapToObj("tupleElement(_key, %d)"::formatted)
                .collect(Collectors.joining(", "));
    return "(SELECT %s FROM %s WHERE %s)".formatted(key, name(dimension.name()), between(from, to));
  }

  private static String between(long from, long to) {
    return "_changed >= %d AND _changed < %d".formatted(from, to);
  }

  /** ClickHouse's type of a source's keys. */
  public static String keyType(Relation source) {
    return TypeNames.keyType(source.key().stream().map(Column::type).toList());
  }

  /** SQL for a key of a source. */
  public static String literal(Relation source, List<Object> key) {
    return "CAST(%s AS %s)".formatted(Literals.keys(source.key(), List.of(key)), keyType(source));
  }

  /** Whether a statement failed as an expression of it cannot take a value that it met. */
  public static boolean isOfAValue(WarehouseException e) {
    return e.kind() == WarehouseException.Kind.REFUSED && BAD_VALUES.contains(e.code());
  }

  /** The keys that a query gives, in its order. */
  public List<List<Object>> keysOf(Relation source, String sql) {
    return clickHouse.rowBinary(
        sql,
        LARGE,
        bytes -> {
          RowBinary in = new RowBinary(bytes);
          List<List<Object>> keys = new ArrayList<>();
          while (!in.atEnd()) {
            keys.add(Standing.keyOf(in.row(source.key())));
          }
          return keys;
        });
  }

  /** The rows of some keys, of those that are there. */
  public List<SourceRow> rows(Relation source, List<List<Object>> keys) {
    StringJoiner values = new StringJoiner(", ");
    for (Column column : source.columns()) {
      values.add("CAST(%s AS %s)".formatted(name(column.name()), column.type().clickHouse()));
    }
    // A row that moved to another place has a tombstone of the same version at the old one.
    String sql =
        """
        SELECT CAST(_key AS %s),
               argMax(tuple(%s, _deleted, toInt64(_shard)), tuple(_version, 1 - _deleted)),
               max(_version)
        FROM %s WHERE _key IN %s GROUP BY _key
        """
            .formatted(
                keyType(source), values, name(source.name()), Literals.keys(source.key(), keys));
    return clickHouse.rowBinary(
        sql,
        LARGE,
        bytes -> {
          RowBinary in = new RowBinary(bytes);
          List<SourceRow> rows = new ArrayList<>();
          while (!in.atEnd()) {
            List<Object> key = Standing.keyOf(in.row(source.key()));
            Object[] row = in.row(source.columns());
            boolean deleted = in.uint8() == 1;
            int partition = (int) in.int64();
            long low = in.int64();
            Version version = new Version(in.int64(), low);
            if (!deleted) {
              rows.add(
                  new SourceRow(key, row, partition, version.incarnation(), version.firstOffset()));
            }
          }
          return rows;
        });
  }
}
