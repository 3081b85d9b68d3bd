package dev.prejoin.capture;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
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
record TableShape(Map<String, PostgresType> columns, List<String> key) {
  private static final String QUERY =
      """
      WITH RECURSIVE beneath(domain, type, modifier) AS (
        SELECT oid, oid, -1 FROM pg_type
        UNION ALL
        SELECT b.domain, t.typbasetype, greatest(b.modifier, t.typtypmod)
        FROM beneath b JOIN pg_type t ON t.oid = b.type AND t.typtype = 'd'
      )
      SELECT a.attname, coalesce(e.typname, t.typname), format_type(a.atttypid, a.atttypmod),
             greatest(a.atttypmod, b.modifier),
             ARRAY(SELECT enumlabel::text FROM pg_enum
                   WHERE enumtypid = coalesce(e.oid, t.oid) ORDER BY enumsortorder),
             e.oid IS NOT NULL, a.attndims, c.relreplident = 'f',
             coalesce(a.attnum = ANY (i.indkey), false)
      FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      JOIN beneath b ON b.domain = a.atttypid
      JOIN pg_type t ON t.oid = b.type AND t.typtype <> 'd'
      LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
      LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
      WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  static TableShape read(Connection connection, CapturedTable table) throws SQLException {
    Map<String, PostgresType> columns = new LinkedHashMap<>();
    List<String> key = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
      statement.setString(1, table.schemaName());
      statement.setString(2, table.tableName());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          String name = rows.getString(1);
          columns.put(
              name,
              new PostgresType(
                  rows.getString(2),
                  rows.getString(3),
                  rows.getInt(4),
                  List.of((String[]) rows.getArray(5).getArray()),
                  rows.getBoolean(6),
                  rows.getInt(7),
                  rows.getBoolean(8)));
          if (rows.getBoolean(9)) {
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
    for (Column column : table.relation().key()) {
      if (column.type().kind() == ColumnType.Kind.ARRAY) {
        problems.add(
            "%s.%s is an array, which cannot be a key here; key the table by another column"
                .formatted(table.table(), column.name()));
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
