package dev.prejoin.capture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
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
    List<String> conditions = new ArrayList<>();
    if (after) {
      conditions.add(keyColumns() + " > " + parameters());
    }
    if (until) {
      conditions.add(keyColumns() + " <= " + parameters());
    }
    return "SELECT "
        + Stream.concat(columns.stream().map(ChunkQuery::quoted), keyTexts())
            .collect(Collectors.joining(", "))
        + from()
        + (conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions))
        + orderBy("")
        + " LIMIT "
        + limit;
  }

  String lastKey() {
    return "SELECT "
        + keyTexts().collect(Collectors.joining(", "))
        + from()
        + orderBy(" DESC")
        + " LIMIT 1";
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

  private String keyColumns() {
    return key.stream()
        .map(column -> "t." + quoted(column.name()))
        .collect(Collectors.joining(", ", "(", ")"));
  }

  private String parameters() {
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
