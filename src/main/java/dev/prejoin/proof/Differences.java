package dev.prejoin.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of rows or buckets that differ: identifying columns, {@value #EXPECTED} and {@value
 * #ACTUAL} with the number of times each side has it, and for buckets each value from both sides.
 */
record Differences(ClickHouseHttp clickHouse, List<String> identity, List<String> values) {
  static final String TABLE = Oracle.SCRATCH + ".`_difference`";
  static final String EXPECTED = "`_expected`";
  static final String ACTUAL = "`_actual`";

  static String expected(String column) {
    return Sql.identifier("_expected_" + column);
  }

  static String actual(String column) {
    return Sql.identifier("_actual_" + column);
  }

  /** The comparison that began at a time of {@link System#nanoTime}. */
  Comparison comparison(String table, String expectedRows, String actualRows, long began) {
    JsonNode counts =
        clickHouse
            .rows(
                null,
                "SELECT (%s), (%s), sumIf(%3$s - %4$s, %3$s > %4$s), sumIf(%4$s - %3$s, %4$s > %3$s), countIf(%3$s = %4$s) FROM %5$s"
                    .formatted(expectedRows, actualRows, EXPECTED, ACTUAL, TABLE))
            .get(0);
    return new Comparison(
        table,
        counts.path(0).asLong(),
        counts.path(1).asLong(),
        counts.path(2).asLong(),
        counts.path(3).asLong(),
        counts.path(4).asLong(),
        samples(),
        (System.nanoTime() - began) / 1e9);
  }

  private List<String> samples() {
    List<String> columns = new ArrayList<>();
    columns.add(EXPECTED);
    columns.add(ACTUAL);
    identity.forEach(column -> columns.add(Sql.identifier(column)));
    values.forEach(column -> columns.add(expected(column)));
    values.forEach(column -> columns.add(actual(column)));
    String query =
        "SELECT %s FROM %s ORDER BY %s LIMIT %d"
            .formatted(
                String.join(", ", columns),
                TABLE,
                Sql.identifiers(identity),
                Comparison.MOST_SAMPLES);
    return clickHouse.rows(null, query).stream().map(this::sample).toList();
  }

  private String sample(JsonNode row) {
    long expected = row.path(0).asLong();
    long actual = row.path(1).asLong();
    StringBuilder text =
        new StringBuilder(
            expected == actual
                ? "different"
                : (expected > actual ? "missing" : "surplus")
                    + " (expected "
                    + expected
                    + ", landed "
                    + actual
                    + ")");
    text.append(": ");
    int at = 2;
    for (int i = 0; i < identity.size(); i++) {
      text.append(i == 0 ? "" : ", ")
          .append(identity.get(i))
          .append('=')
          .append(Sql.shown(row.path(at++)));
    }
    for (int i = 0; i < values.size(); i++) {
      String wanted = Sql.shown(row.path(at + i));
      String landed = Sql.shown(row.path(at + values.size() + i));
      if (expected > 0 && actual > 0 && !wanted.equals(landed)) {
        text.append("; ").append(values.get(i));
        text.append(" expected ").append(wanted).append(", landed ").append(landed);
      }
    }
    return text.toString();
  }
}
