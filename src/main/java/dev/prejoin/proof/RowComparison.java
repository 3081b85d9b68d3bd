package dev.prejoin.proof;

import java.util.List;

/** Compares a table row by row, as multisets of the user's columns. */
record RowComparison(ClickHouseHttp clickHouse, String database) {
  Comparison of(LandedTable table) {
    long began = System.nanoTime();
    String expected = Oracle.SCRATCH + "." + Sql.identifier(table.name());
    String actual =
        Sql.identifier(database)
            + "."
            + Sql.identifier(table.name())
            + (table.replacing() ? " FINAL" : "");
    String columns = Sql.identifiers(table.columns().keySet());
    clickHouse.execute(null, "DROP TABLE IF EXISTS " + Differences.TABLE + " SYNC");
    clickHouse.execute(
        null,
        """
        CREATE TABLE %1$s ENGINE = MergeTree ORDER BY tuple() AS
        SELECT %2$s, sum(_e) AS %3$s, sum(_a) AS %4$s
        FROM (
          SELECT %2$s, 1 AS _e, 0 AS _a FROM %5$s
          UNION ALL
          SELECT %2$s, 0 AS _e, 1 AS _a FROM %6$s)
        GROUP BY %2$s
        HAVING %3$s != %4$s"""
            .formatted(
                Differences.TABLE,
                columns,
                Differences.EXPECTED,
                Differences.ACTUAL,
                expected,
                actual));
    return new Differences(clickHouse, List.copyOf(table.columns().keySet()), List.of())
        .comparison(
            table.name(),
            "SELECT count() FROM " + expected,
            "SELECT count() FROM " + actual,
            began);
  }
}
