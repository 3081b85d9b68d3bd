package dev.prejoin.sink.clickhouse;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What rules keep out, for people: counts by rule, and some rows of each. Every method throws a
 * {@link dev.prejoin.sink.WarehouseException}.
 */
public final class Rejects {
  private static final int MOST_RULES = 500;

  private final ClickHouse clickHouse;
  private final Map<String, String> settings;

  /**
   * @param settings of the server, for each question
   */
  public Rejects(ClickHouse clickHouse, Map<String, String> settings) {
    this.clickHouse = clickHouse;
    this.settings = Map.copyOf(settings);
  }

  /**
   * Rows that a rule keeps out.
   *
   * @param first when the source committed the earliest
   * @param last when it committed the latest
   */
  public record Group(String view, String rule, long rows, Instant first, Instant last) {}

  /**
   * One row.
   *
   * @param key the primary key as JSON
   * @param source where it came from: {@code topic-partition@offset}
   * @param row its columns as JSON; empty if there was no row
   */
  public record Row(String key, String reason, String source, Instant at, String row) {}

  /** Those of some views, by view and rule. */
  public List<Group> groups(Collection<String> views) {
    if (views.isEmpty()) {
      return List.of();
    }
    return clickHouse
        .rows(
            """
            SELECT view, rule, count() AS n,
                   toUnixTimestamp64Milli(min(r.at)) AS first, toUnixTimestamp64Milli(max(r.at)) AS last
            FROM prejoin_rejects AS r FINAL WHERE view IN (%s)
            GROUP BY view, rule ORDER BY view, n DESC, rule LIMIT %d
            """
                .formatted(
                    views.stream().map(Literals::text).collect(Collectors.joining(", ")),
                    MOST_RULES),
            Map.of(),
            settings)
        .stream()
        .map(
            row ->
                new Group(
                    row.getString("view"),
                    row.getString("rule"),
                    row.getLong("n"),
                    Instant.ofEpochMilli(row.getLong("first")),
                    Instant.ofEpochMilli(row.getLong("last"))))
        .toList();
  }

  /** The newest that a rule of a view keeps out. */
  public List<Row> rows(String view, String rule, int most) {
    return clickHouse
        .rows(
            """
            SELECT key, reason, source, toUnixTimestamp64Milli(r.at) AS ms, row
            FROM prejoin_rejects AS r FINAL
            WHERE view = {view:String} AND rule = {rule:String}
            ORDER BY r.at DESC, key LIMIT {most:UInt32}
            """,
            Map.of("view", view, "rule", rule, "most", most),
            settings)
        .stream()
        .map(
            row ->
                new Row(
                    row.getString("key"),
                    row.getString("reason"),
                    row.getString("source"),
                    Instant.ofEpochMilli(row.getLong("ms")),
                    row.getString("row")))
        .toList();
  }
}
