package dev.prejoin.sink.clickhouse.ddl;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A user's own {@code CREATE MATERIALIZED VIEW … TO … AS SELECT …State(…) FROM … [GROUP BY …]}.
 *
 * @param comment what stands above it, as it stands there; empty if nothing does
 * @param view the materialized view's name
 * @param target the aggregate's name, which queries read
 * @param items what it selects
 * @param table the table whose rows it aggregates
 * @param from the table with its alias, as written
 * @param where the condition, or empty
 * @param groupBy what it groups by, as written; empty if all rows are one bucket
 * @param rollupOf the aggregate that the user's statement reads, where that is not the table
 * @param places where its parts stand
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
    Optional<String> rollupOf,
    Places places) {

  /**
   * A column of the aggregate and the expression that makes it.
   *
   * @param place file, line and column of the expression, for messages
   */
  public record Item(String name, String sql, String place) {
    /** Whether it is a column that keeps its name, with the table's before it or not. */
    boolean isColumn() {
      String column = sql.replace("`", "").replace("\"", "");
      return column.matches("([^\\s().]+\\.)*" + Pattern.quote(name));
    }
  }

  /**
   * File, line and column of parts, for messages.
   *
   * @param where of the statement if it has none
   */
  public record Places(String statement, String from, String where) {}

  public AggregateStatement {
    items = List.copyOf(items);
    groupBy = List.copyOf(groupBy);
  }

  /** Where it stands. */
  public String place() {
    return places.statement();
  }

  /** By which name its expressions may call the table. */
  String alias() {
    List<SqlWord> words = SqlWord.of(from);
    return words.get(words.size() - 1).name();
  }

  /** The same as another generation. */
  public AggregateStatement as(Generation generation) {
    return new AggregateStatement(
        comment,
        generation.named(view),
        generation.name(),
        items,
        table,
        from,
        where,
        groupBy,
        rollupOf,
        places);
  }

  /** The item of this name. */
  Optional<Item> item(String name) {
    return items.stream().filter(item -> item.name().equals(name)).findFirst();
  }
}
