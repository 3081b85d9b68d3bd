package dev.prejoin.plan;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A view as ClickHouse runs it over landed rows: the statement's own expressions, over the latest
 * version of each row. Beside the target's columns it gives {@value #KEY}, the row's key, and
 * {@value #MATCHED}, as the topology counts it: bit i for lookup i.
 */
public final class ViewSql {
  public static final String KEY = "_key";
  public static final String MATCHED = "_matched";

  /**
   * Settings that change what a statement means, as the compiler takes them. Machine code, which
   * ClickHouse makes of an expression on its third use, would miss overflows.
   */
  private static final String SETTINGS =
      "SETTINGS session_timezone = 'UTC', join_use_nulls = 0, transform_null_in = 0,"
          + " cast_keep_nullable = 0, prefer_column_name_to_alias = 0, decimal_check_overflow = 1,"
          + " short_circuit_function_evaluation = 'enable', compile_expressions = 0";

  private final View view;

  private ViewSql(View view) {
    this.view = view;
  }

  /** The rows that all landed rows of the view's input give. */
  public static String of(View view) {
    ViewSql sql = new ViewSql(view);
    return sql.select(sql.items(), view.lookups().size(), sql.rules());
  }

  /**
   * The rows that those give which look up some keys.
   *
   * @param lookup the index among {@link View#lookups()}
   * @param keys SQL for a set of keys, each a tuple of the dimension's key columns: what may stand
   *     behind IN, such as {@code (SELECT device_id FROM changed)}
   */
  public static String forKeys(View view, int lookup, String keys) {
    ViewSql sql = new ViewSql(view);
    List<String> conditions = new ArrayList<>(sql.rules());
    conditions.add(sql.isOneOf(lookup, keys));
    return sql.select(sql.items(), view.lookups().size(), conditions);
  }

  /**
   * The keys of the landed input that looks up some keys, whether it passes or not: {@value #KEY}
   * alone.
   */
  public static String inputsForKeys(View view, int lookup, String keys) {
    ViewSql sql = new ViewSql(view);
    return sql.select(List.of(sql.key()), lookup, List.of(sql.isOneOf(lookup, keys)));
  }

  /** A lookup of a view, by its index among {@link View#lookups()}. */
  public record Use(View view, int lookup) {}

  /**
   * Some keys of many.
   *
   * @param type ClickHouse's of the keys
   * @param after SQL for the key behind which to begin
   * @param most how many at most
   */
  public record Page(String type, Optional<String> after, int most) {}

  /**
   * The keys of the landed inputs that look up some keys, over lookups of views whose rows have the
   * same source: each once as {@code key}, in their order.
   *
   * @param keys as for {@link #forKeys}
   * @param page which of them
   */
  public static String inputsForKeys(List<Use> uses, String keys, Page page) {
    return inputs(
        uses.stream()
            .map(
                use -> {
                  ViewSql sql = new ViewSql(use.view);
                  return sql.unset(
                      List.of(sql.key()), use.lookup, List.of(sql.isOneOf(use.lookup, keys)));
                })
            .toList(),
        page);
  }

  /**
   * The keys of all landed inputs of some views: more than those that look up some keys, but no
   * expression of a view is computed, where one may fail.
   */
  public static String allInputs(List<Use> uses, Page page) {
    return inputs(
        uses.stream()
            .map(
                use -> {
                  ViewSql sql = new ViewSql(use.view);
                  return "SELECT %s FROM %s"
                      .formatted(sql.key(), rows(use.view.from(), use.view.text().alias()));
                })
            .distinct()
            .toList(),
        page);
  }

  private static String inputs(List<String> selects, Page page) {
    return "SELECT CAST(%1$s AS %2$s) AS key FROM\n(\n%3$s\n)\n%4$sGROUP BY %1$s ORDER BY %1$s LIMIT %5$d\n%6$s"
        .formatted(
            KEY,
            page.type,
            selects.stream()
                .map("SELECT %s FROM (%%s)".formatted(KEY)::formatted)
                .collect(Collectors.joining("\nUNION ALL\n")),
            page.after.map(key -> "WHERE %s > %s\n".formatted(KEY, key)).orElse(""),
            page.most,
            SETTINGS);
  }

  private String isOneOf(int lookup, String keys) {
    return "(" + String.join(", ", view.lookups().get(lookup).keyExpressions()) + ") IN " + keys;
  }

  private List<String> rules() {
    return view.rules().stream().map(rule -> "(" + rule.sql() + ")").toList();
  }

  private String select(List<String> items, int lookups, List<String> conditions) {
    return unset(items, lookups, conditions) + SETTINGS;
  }

  private String unset(List<String> items, int lookups, List<String> conditions) {
    StringBuilder sql = new StringBuilder();
    if (!view.text().with().isEmpty()) {
      sql.append("WITH ").append(String.join(", ", view.text().with())).append('\n');
    }
    sql.append("SELECT\n    ").append(String.join(",\n    ", items)).append('\n');
    sql.append("FROM ").append(rows(view.from(), view.text().alias())).append('\n');
    for (Lookup lookup : view.lookups().subList(0, lookups)) {
      sql.append(lookup.inner() ? "JOIN " : "LEFT JOIN ").append(dimension(lookup));
      sql.append(" ON ").append(on(lookup)).append('\n');
    }
    if (!conditions.isEmpty()) {
      sql.append("WHERE ").append(String.join("\n  AND ", conditions)).append('\n');
    }
    return sql.toString();
  }

  private List<String> items() {
    List<String> items = new ArrayList<>();
    for (Projection.Output column : view.projection().columns()) {
      items.add(column.sql() + " AS " + quoted(column.name()));
    }
    items.add(key());
    items.add(matched() + " AS " + MATCHED);
    return items;
  }

  private String key() {
    return quoted(view.text().alias()) + "." + KEY + " AS " + KEY;
  }

  private String matched() {
    String bits =
        IntStream.range(0, view.lookups().size())
            .mapToObj(
                i -> "bitShiftLeft(toUInt32(" + found(view.lookups().get(i)) + "), " + i + ")")
            .collect(Collectors.joining(" + "));
    return "toUInt32(" + (bits.isEmpty() ? "0" : bits) + ")";
  }

  /** A landed row has a version above 0; where a LEFT JOIN finds none, it is 0. */
  private static String found(Lookup lookup) {
    return "(" + quoted(lookup.alias()) + "._version != 0)";
  }

  private static String on(Lookup lookup) {
    List<Column> key = lookup.table().key();
    return IntStream.range(0, key.size())
        .mapToObj(
            i ->
                "%s.%s = (%s)"
                    .formatted(
                        quoted(lookup.alias()),
                        quoted(key.get(i).name()),
                        lookup.keyExpressions().get(i)))
        .collect(Collectors.joining(" AND "));
  }

  /** A key that the rows do not hold is in the landed row's own. */
  private static String dimension(Lookup lookup) {
    if (lookup.hidden().isEmpty()) {
      return rows(lookup.table(), lookup.alias());
    }
    List<Column> key = lookup.table().key();
    String hidden =
        IntStream.range(0, key.size())
            .filter(i -> lookup.hidden().contains(key.get(i).name()))
            .mapToObj(
                i ->
                    (key.size() == 1 ? KEY : "tupleElement(" + KEY + ", " + (i + 1) + ")")
                        + " AS "
                        + quoted(key.get(i).name()))
            .collect(Collectors.joining(", "));
    return "(SELECT *, %s FROM %s FINAL) AS %s"
        .formatted(hidden, quoted(lookup.table().name()), quoted(lookup.alias()));
  }

  /** The latest rows. */
  private static String rows(Relation table, String alias) {
    return quoted(table.name()) + " AS " + quoted(alias) + " FINAL";
  }

  private static String quoted(String name) {
    return "`" + name + "`";
  }
}
