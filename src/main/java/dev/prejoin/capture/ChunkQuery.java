package dev.prejoin.capture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The statements that read a table in the order of its primary key, which its index has. Keys are
 * remembered as PostgreSQL writes them, which brings back exactly the value for every type that a
 * key can have.
 *
 * @param schema of the table
 * @param columns to read
 * @param key the primary key's columns in its order
 */
record ChunkQuery(String schema, String table, List<String> columns, List<KeyColumn> key) {
  /**
   * A column of the primary key.
   *
   * @param type as {@code format_type} writes it
   */
  record KeyColumn(String name, String type) {}

  /** Rows after a key, if there is one, up to another; the key comes as text behind the columns. */
  String rows(boolean after, boolean until, int limit) {
    return rows(after, until, limit, List.of());
  }

  /** The same of those that meet more conditions, whose parameters come last. */
  String rows(boolean after, boolean until, int limit, List<String> more) {
    List<String> conditions = new ArrayList<>();
    if (after) {
      conditions.add(keyColumns() + " > " + parameters());
    }
    if (until) {
      conditions.add(keyColumns() + " <= " + parameters());
    }
    conditions.addAll(more);
    return "SELECT "
        + Stream.concat(columns.stream().map(ChunkQuery::quoted), keyTexts())
            .collect(Collectors.joining(", "))
        + from()
        + where(conditions)
        + orderBy("")
        + " LIMIT "
        + limit;
  }

  String lastKey() {
    return lastKey(List.of());
  }

  /** That of rows that meet some conditions. */
  String lastKey(List<String> conditions) {
    return "SELECT "
        + keyTexts().collect(Collectors.joining(", "))
        + from()
        + where(conditions)
        + orderBy(" DESC")
        + " LIMIT 1";
  }

  private static String where(List<String> conditions) {
    return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
  }

  /**
   * Rows of some keys, each with its own columns, or with NULL but for the key if there is none;
   * behind the columns whether that is so. The parameters are the keys, one after the other.
   */
  String listed(int keys) {
    List<String> names = key.stream().map(KeyColumn::name).toList();
    String read =
        columns.stream()
            .map(
                column ->
                    names.contains(column)
                        ? "k.k" + names.indexOf(column) + " AS " + quoted(column)
                        : "t." + quoted(column))
            .collect(Collectors.joining(", "));
    String own =
        IntStream.range(0, names.size()).mapToObj(i -> "k" + i).collect(Collectors.joining(", "));
    return "SELECT %s, t.%s IS NULL FROM (VALUES %s) AS k (%s) LEFT JOIN %s t ON %s"
        .formatted(
            read,
            quoted(names.get(0)),
            String.join(", ", Collections.nCopies(keys, parameters())),
            own,
            quotedTable(),
            IntStream.range(0, names.size())
                .mapToObj(i -> "t.%s = k.k%d".formatted(quoted(names.get(i)), i))
                .collect(Collectors.joining(" AND ")));
  }

  private String from() {
    return " FROM " + quotedTable() + " t";
  }

  String quotedTable() {
    return quoted(schema) + "." + quoted(table);
  }

  private String orderBy(String direction) {
    return key.stream()
        .map(column -> "t." + quoted(column.name()) + direction)
        .collect(Collectors.joining(", ", " ORDER BY ", ""));
  }

  private Stream<String> keyTexts() {
    return key.stream().map(column -> "t." + quoted(column.name()) + "::text AS \"key as text\"");
  }

  String keyColumns() {
    return key.stream()
        .map(column -> "t." + quoted(column.name()))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  String parameters() {
    return key.stream()
        .map(column -> "CAST(? AS " + column.type() + ")")
        .collect(Collectors.joining(", ", "(", ")"));
  }

  /** What the parameters of {@link #rows} are. */
  static List<String> arguments(List<String> after, List<String> until) {
    List<String> arguments = new ArrayList<>(after);
    arguments.addAll(until);
    return Collections.unmodifiableList(arguments);
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
