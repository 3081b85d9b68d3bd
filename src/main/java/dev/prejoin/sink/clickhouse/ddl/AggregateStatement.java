package dev.prejoin.sink.clickhouse.ddl;

import java.util.List;

/**
 * A user's own {@code CREATE MATERIALIZED VIEW … TO … AS SELECT …State(…) FROM … GROUP BY …}.
 *
 * @param comment what stands above it, as it stands there; empty if nothing does
 * @param view the materialized view's name
 * @param target the aggregate's name, which queries read
 * @param items what it selects
 * @param table the table whose rows it aggregates
 * @param from the table with its alias, as written
 * @param where the condition, or empty
 * @param groupBy what it groups by, as written
 * @param place file and line, for messages
 */
public record AggregateStatement(
    String comment,
    String view,
    String target,
    List<Item> items,
    String table,
    String from,
    String where,
    List<String> groupBy,
    String place) {

  /** A column of the aggregate and the expression that makes it. */
  public record Item(String name, String sql) {}

  public AggregateStatement {
    items = List.copyOf(items);
    groupBy = List.copyOf(groupBy);
  }
}
