package dev.prejoin.capture;

import dev.prejoin.schema.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Columns and primary key of a table in PostgreSQL.
 *
 * @param columns by name, in the table's order
 * @param key the columns of the primary key
 */
record TableShape(Map<String, TypeFit.PostgresType> columns, List<String> key) {
  private static final String QUERY =
      """
      SELECT a.attname, t.typname, format_type(a.atttypid, a.atttypmod), a.atttypmod,
             t.typtype = 'e', coalesce(a.attnum = ANY (i.indkey), false)
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN pg_type t ON t.oid = a.atttypid
      LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  static TableShape read(Connection connection, CapturedTable table) throws SQLException {
    Map<String, TypeFit.PostgresType> columns = new LinkedHashMap<>();
    List<String> key = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setString(1, table.schemaName());
      statement.setString(2, table.tableName());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String name = rows.getString(1);
          columns.put(
              name,
              new TypeFit.PostgresType(
                  rows.getString(2), rows.getString(3), rows.getInt(4), rows.getBoolean(5)));
          if (rows.getBoolean(6)) {
            key.add(name);
          }
        }
      }
    }
    return new TableShape(columns, key);
  }

  private List<String> names() {
    return List.copyOf(columns.keySet());
  }

  /** What keeps it from being captured as this relation. */
  List<String> problems(CapturedTable table) {
    List<String> problems = new ArrayList<>();
    for (Column column : declared(table).toList()) {
      String name = ColumnNames.match(column.name(), names());
      if (name == null) {
        problems.add(
            "%s has no column %s (of %s); it has %s"
                .formatted(
                    table.table(),
                    column.name(),
                    table.topic(),
                    String.join(", ", ColumnNames.nearest(column.name(), names(), 10))));
        continue;
      }
      String misfit = TypeFit.problem(column.type(), Objects.requireNonNull(columns.get(name)));
      if (misfit != null) {
        problems.add("%s.%s %s".formatted(table.table(), name, misfit));
      }
    }
    keyProblem(table, problems);
    return problems;
  }

  private void keyProblem(CapturedTable table, List<String> problems) {
    List<String> declared =
        table.relation().key().stream()
            .map(column -> ColumnNames.match(column.name(), names()))
            .filter(Objects::nonNull)
            .toList();
    if (key.isEmpty()) {
      problems.add(
          "%s has no primary key, by which its rows are told apart: ALTER TABLE %s ADD PRIMARY KEY"
              .formatted(table.table(), table.table()));
    } else if (declared.size() != table.relation().key().size()
        || !Set.copyOf(declared).equals(Set.copyOf(key))) {
      problems.add(
          "%s has the primary key (%s), and %s declares the key (%s): the two must be the same"
              .formatted(
                  table.table(),
                  String.join(", ", key),
                  table.topic(),
                  String.join(", ", table.relation().key().stream().map(Column::name).toList())));
    }
  }

  /** The columns that capturing it as this relation reads. */
  List<String> readBy(CapturedTable table) {
    Set<String> read = new LinkedHashSet<>(key);
    for (Column column : declared(table).toList()) {
      String name = ColumnNames.match(column.name(), names());
      if (name != null) {
        read.add(name);
      }
    }
    return List.copyOf(read);
  }

  private static Stream<Column> declared(CapturedTable table) {
    return Stream.concat(table.relation().columns().stream(), table.relation().key().stream())
        .distinct();
  }
}
