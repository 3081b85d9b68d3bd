package dev.prejoin.proof;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares an aggregate bucket by bucket. */
record BucketComparison(ClickHouseHttp clickHouse, String database) {
  private static final String EXPECTED_TABLE = "_expected";
  private static final String ACTUAL_TABLE = "_actual";

  /** Of the larger value: what the order of additions can make of an average. */
  private static final String TOLERANCE = "1e-9";

  Comparison of(OracleFile.Aggregate aggregate) {
    long began = System.nanoTime();
    keep(EXPECTED_TABLE, Oracle.SCRATCH, aggregate.expected());
    keep(ACTUAL_TABLE, database, aggregate.actual());
    List<String> values = values(aggregate);
    clickHouse.execute(null, "DROP TABLE IF EXISTS " + Differences.TABLE + " SYNC");
    clickHouse.execute(null, differing(aggregate, values));
    return new Differences(clickHouse, aggregate.keys(), values)
        .comparison(
            aggregate.name(),
            "SELECT count() FROM " + scratch(EXPECTED_TABLE),
            "SELECT count() FROM " + scratch(ACTUAL_TABLE),
            began);
  }

  private void keep(String table, String over, String query) {
    clickHouse.execute(null, "DROP TABLE IF EXISTS " + scratch(table) + " SYNC");
    clickHouse.execute(
        over,
        "CREATE TABLE " + scratch(table) + " ENGINE = MergeTree ORDER BY tuple() AS " + query);
  }

  private List<String> values(OracleFile.Aggregate aggregate) {
    Set<String> expected = LandedTable.columns(clickHouse, Oracle.SCRATCH, EXPECTED_TABLE);
    Set<String> actual = LandedTable.columns(clickHouse, Oracle.SCRATCH, ACTUAL_TABLE);
    if (!expected.equals(actual)
        || !expected.containsAll(aggregate.keys())
        || !expected.containsAll(aggregate.approximate())) {
      throw new ProblemException(
          ExitCode.CONFIGURATION,
          "aggregate %s: the expected columns are %s, the actual ones %s, the keys %s: %s"
              .formatted(
                  aggregate.name(),
                  expected,
                  actual,
                  aggregate.keys(),
                  "both queries must give the same names, and all keys among them"));
    }
    return expected.stream().filter(column -> !aggregate.keys().contains(column)).toList();
  }

  private static String differing(OracleFile.Aggregate aggregate, List<String> values) {
    String columns = Sql.identifiers(concat(aggregate.keys(), values));
    String sides =
        values.stream()
            .map(
                value ->
                    ", anyIf(%1$s, _e = 1) AS %2$s, anyIf(%1$s, _a = 1) AS %3$s"
                        .formatted(
                            Sql.identifier(value),
                            Differences.expected(value),
                            Differences.actual(value)))
            .collect(Collectors.joining());
    String unlike =
        values.stream()
            .map(value -> " OR NOT " + same(value, aggregate.approximate().contains(value)))
            .collect(Collectors.joining());
    return """
        CREATE TABLE %1$s ENGINE = MergeTree ORDER BY tuple() AS
        SELECT %2$s, sum(_e) AS %3$s, sum(_a) AS %4$s%5$s
        FROM (
          SELECT %6$s, 1 AS _e, 0 AS _a FROM %7$s
          UNION ALL
          SELECT %6$s, 0 AS _e, 1 AS _a FROM %8$s)
        GROUP BY %2$s
        HAVING %3$s != 1 OR %4$s != 1%9$s"""
        .formatted(
            Differences.TABLE,
            Sql.identifiers(aggregate.keys()),
            Differences.EXPECTED,
            Differences.ACTUAL,
            sides,
            columns,
            scratch(EXPECTED_TABLE),
            scratch(ACTUAL_TABLE),
            unlike);
  }

  /** NULL is NULL's like, and NaN is NaN's; near are numbers only, not those in a map, say. */
  static String same(String value, boolean approximate) {
    String near =
        approximate
            ? " OR abs(%3$s - %4$s) <= " + TOLERANCE + " * greatest(abs(%3$s), abs(%4$s))"
            : "";
    String expected = Differences.expected(value);
    String actual = Differences.actual(value);
    return ("ifNull(%1$s = %2$s OR (%1$s != %1$s AND %2$s != %2$s)"
            + near
            + ", isNull(%1$s) AND isNull(%2$s))")
        .formatted(expected, actual, number(expected), number(actual));
  }

  private static String number(String value) {
    return "toFloat64OrNull(toString(" + value + "))";
  }

  private static List<String> concat(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static String scratch(String table) {
    return Oracle.SCRATCH + "." + Sql.identifier(table);
  }
}
