package dev.prejoin.proof;

import com.fasterxml.jackson.databind.JsonNode;
import dev.prejoin.proof.VerifyReport.Counts;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Compares a table with what the SQL says, key by key, while it changes.
 *
 * @param run the database where the SQL ran
 * @param database where prejoin lands
 * @param firstOffset the expression for a row's place in the source's topic
 */
record KeyedComparison(
    ClickHouseHttp clickHouse, String run, String database, String firstOffset, TimeRange range) {
  /** Of one table. Whatever else does not agree at the first look is not looked at again. */
  static final int MOST_KEYS = 50_000;

  private static final long HOUR_SECONDS = 3_600;
  private static final String NO_HOUR = "toInt64(0)";

  /**
   * A key that does not agree.
   *
   * @param hour counted from 1970, of the row that the SQL says, or else of the landed one; 0 where
   *     rows have no time
   * @param changed whether it has landed anew since the source was read
   */
  record Found(String key, long hour, boolean changed) {}

  /**
   * One look.
   *
   * @param keys no more than {@value #MOST_KEYS}; those that have not changed come first
   * @param changed keys beyond those that have changed
   * @param different keys beyond those that have not
   */
  record Look(List<Found> keys, long changed, long different) {}

  private String difference(KeyedTable table) {
    return Sql.identifier(run) + "." + Sql.identifier("_difference_" + table.name());
  }

  private String expected(KeyedTable table) {
    return Sql.identifier(run) + "." + Sql.identifier(table.name());
  }

  private String landed(KeyedTable table) {
    return Sql.identifier(database) + "." + Sql.identifier(table.name());
  }

  /**
   * Looks at all keys, or at the open ones.
   *
   * @param ends of the source's topic, by shard, before the source was read: what lies beyond has
   *     changed since
   */
  Look look(KeyedTable table, Map<Integer, Long> ends, boolean first) {
    clickHouse.execute(null, "DROP TABLE IF EXISTS " + difference(table) + " SYNC");
    String columns = Sql.identifiers(table.table().columns().keySet());
    clickHouse.execute(
        null,
        """
        CREATE TABLE %1$s ENGINE = MergeTree ORDER BY tuple() AS
        SELECT _key, %2$s, toInt64(sum(_e)) AS _expected, toInt64(sum(_a)) AS _actual
        FROM (
          SELECT %3$s AS _key, %2$s, 1 AS _e, 0 AS _a FROM %4$s WHERE %5$s
          UNION ALL
          SELECT _key, %2$s, 0 AS _e, 1 AS _a FROM %6$s)
        GROUP BY _key, %2$s
        HAVING _expected != _actual"""
            .formatted(
                difference(table),
                columns,
                Sql.identifier(table.expectedKey()),
                expected(table),
                first ? inRange(table) : isOpen(table, table.expectedKey()),
                first ? landedInRange(table) : landedAndOpen(table)));
    return found(table, ends);
  }

  private String inRange(KeyedTable table) {
    return table.dimension() ? "1" : table.table().timeColumn().map(range::condition).orElse("1");
  }

  private String isOpen(KeyedTable table, String column) {
    return "%s IN (SELECT _key FROM %s.%s)"
        .formatted(
            Sql.identifier(column),
            Sql.identifier(run),
            Sql.identifier(OpenKeys.table(table.source())));
  }

  private String landedInRange(KeyedTable table) {
    return landed(table)
        + (table.table().replacing() ? " FINAL" : "")
        + " WHERE "
        + inRange(table)
        + kept(table);
  }

  /** Not FINAL, which would not use the projection by key. */
  private String landedAndOpen(KeyedTable table) {
    String rows = "(SELECT * FROM " + landed(table) + " WHERE " + isOpen(table, LandedTable.KEY);
    return table.table().replacing()
        ? rows
            + " ORDER BY _version DESC LIMIT 1 BY "
            + table.table().sortingKey()
            + ") WHERE _deleted = 0"
            + kept(table)
        : rows + ") WHERE 1" + kept(table);
  }

  private String kept(KeyedTable table) {
    return table.keepsRows()
        ? " AND _key IN (SELECT %s FROM %s)"
            .formatted(Sql.identifier(table.expectedKey()), expected(table))
        : "";
  }

  private Look found(KeyedTable table, Map<Integer, Long> ends) {
    String byKey =
        """
        SELECT _key, argMax(%1$s, _expected) AS _hour, _key IN (
          SELECT _key FROM %2$s
          WHERE _key IN (SELECT _key FROM %3$s) AND %4$s >= %5$s) AS _changed
        FROM %3$s GROUP BY _key"""
            .formatted(hour(table), landed(table), difference(table), firstOffset, endOf(ends));
    List<Found> keys = new ArrayList<>();
    for (JsonNode row :
        clickHouse.rows(
            null,
            "SELECT toString(_key), _hour, _changed FROM ("
                + byKey
                + ") ORDER BY _changed, _key LIMIT "
                + MOST_KEYS)) {
      keys.add(new Found(row.path(0).asText(), row.path(1).asLong(), row.path(2).asInt() == 1));
    }
    if (keys.size() < MOST_KEYS) {
      return new Look(keys, 0, 0);
    }
    JsonNode all =
        clickHouse
            .rows(null, "SELECT countIf(_changed), countIf(NOT _changed) FROM (" + byKey + ")")
            .get(0);
    long changed = keys.stream().filter(Found::changed).count();
    return new Look(
        keys,
        Math.max(0, all.path(0).asLong() - changed),
        Math.max(0, all.path(1).asLong() - (keys.size() - changed)));
  }

  private static String endOf(Map<Integer, Long> ends) {
    Map<Integer, Long> inOrder = new TreeMap<>(ends);
    return inOrder.isEmpty()
        ? "toInt64(0)"
        : "transform(toInt64(_shard), %s, %s, toInt64(0))"
            .formatted(int64s(inOrder.keySet()), int64s(inOrder.values()));
  }

  private static String int64s(Collection<? extends Number> numbers) {
    return numbers.stream()
        .map(n -> "toInt64(" + n + ")")
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String hour(KeyedTable table) {
    return table
        .table()
        .timeColumn()
        .filter(time -> !table.dimension())
        .map(
            time ->
                "toInt64(floor(toFloat64(" + Sql.identifier(time) + ") / " + HOUR_SECONDS + "))")
        .orElse(NO_HOUR);
  }

  /** The rows of each hour at the first look; what changed is counted by key, elsewhere. */
  Map<Long, Counts> hours(KeyedTable table) {
    Map<Long, Counts> hours = new TreeMap<>();
    for (JsonNode row :
        clickHouse.rows(
            null,
            "SELECT %1$s AS _hour, count() FROM %2$s WHERE %3$s GROUP BY _hour"
                .formatted(hour(table), expected(table), inRange(table)))) {
      long rows = row.path(1).asLong();
      hours.merge(row.path(0).asLong(), new Counts(rows, rows, 0, 0, 0), Counts::plus);
    }
    for (JsonNode row :
        clickHouse.rows(
            null,
            "SELECT %s AS _hour, sum(_actual - _expected) FROM %s GROUP BY _hour"
                .formatted(hour(table), difference(table)))) {
      hours.merge(row.path(0).asLong(), new Counts(0, row.path(1).asLong(), 0, 0, 0), Counts::plus);
    }
    return hours;
  }

  /** What the SQL says of these keys, by key and column. */
  Map<String, Map<String, String>> expected(KeyedTable table, Collection<String> keys) {
    return rows(
        table,
        Sql.identifier(table.expectedKey()),
        expected(table) + " WHERE toString(" + Sql.identifier(table.expectedKey()) + ")",
        keys);
  }

  /** What was landed at the last look, and is not what the SQL says. */
  Map<String, Map<String, String>> landed(KeyedTable table, Collection<String> keys) {
    return rows(
        table,
        LandedTable.KEY,
        difference(table) + " WHERE _actual > _expected AND toString(_key)",
        keys);
  }

  private Map<String, Map<String, String>> rows(
      KeyedTable table, String key, String from, Collection<String> keys) {
    List<String> columns = List.copyOf(table.table().columns().keySet());
    Map<String, Map<String, String>> rows = new LinkedHashMap<>();
    for (JsonNode row :
        clickHouse.rows(
            null,
            "SELECT toString(%1$s) AS _k, %2$s FROM %3$s IN (%4$s) LIMIT 1 BY _k"
                .formatted(
                    key,
                    columns.stream()
                        .map(column -> "toString(" + Sql.identifier(column) + ")")
                        .collect(Collectors.joining(", ")),
                    from,
                    keys.stream().map(Sql::literal).collect(Collectors.joining(", "))))) {
      Map<String, String> values = new LinkedHashMap<>();
      IntStream.range(0, columns.size())
          .forEach(i -> values.put(columns.get(i), Sql.shown(row.path(i + 1))));
      rows.put(row.path(0).asText(), values);
    }
    return rows;
  }
}
