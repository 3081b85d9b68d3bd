package dev.prejoin.capture;

import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a table's own constraints say of its columns' values.
 *
 * @param notNull the columns that hold no NULL
 * @param identity the columns that PostgreSQL numbers itself
 * @param uint32 the columns of which a CHECK says that they hold 0 to 4,294,967,295, as PostgreSQL
 *     has no unsigned integers
 */
record DeclaredColumns(Set<String> notNull, Set<String> identity, Set<String> uint32) {
  private static final String NOT_NULL =
      """
      SELECT a.attname FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND a.attnotnull
      """;
  private static final String IDENTITY =
      """
      SELECT a.attname FROM pg_attribute a
      JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
      WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0
        AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%')
      """;
  private static final String CHECKS =
      """
      SELECT pg_get_constraintdef(k.oid) FROM pg_constraint k
      JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = ? AND c.relname = ? AND k.contype = 'c'
      """;

  /** As PostgreSQL writes {@code CHECK (x BETWEEN 0 AND 4294967295)}. */
  private static final Pattern UINT32_CHECK =
      Pattern.compile(
          "CHECK \\(\\(\\((\\w+|\"[^\"]+\") >= 0\\) AND \\(\\1 <= '?(\\d+)(?:'::bigint)?\\)\\)\\)");

  DeclaredColumns {
    notNull = Set.copyOf(notNull);
    identity = Set.copyOf(identity);
    uint32 = Set.copyOf(uint32);
  }

  static DeclaredColumns read(Connection connection, CapturedTable table) throws SQLException {
    Set<String> uint32 = new HashSet<>();
    for (String check : texts(connection, CHECKS, table)) {
      Matcher matcher = UINT32_CHECK.matcher(check);
      if (matcher.matches() && within(matcher.group(2))) {
        uint32.add(matcher.group(1).replace("\"", ""));
      }
    }
    return new DeclaredColumns(
        texts(connection, NOT_NULL, table), texts(connection, IDENTITY, table), uint32);
  }

  private static boolean within(String max) {
    return max.length() <= 10 && Long.parseLong(max) <= ColumnType.UINT32_MAX;
  }

  private static Set<String> texts(Connection connection, String query, CapturedTable table)
      throws SQLException {
    Set<String> texts = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, table.schemaName());
      statement.setString(2, table.tableName());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          texts.add(rows.getString(1));
        }
      }
    }
    return texts;
  }

  /** The type to declare the column with, if there is one that fits it. */
  ColumnType type(String column, PostgresType actual) {
    ColumnType unsigned = ColumnType.of(Kind.UINT32);
    ColumnType type =
        uint32.contains(column) && TypeFit.problem(unsigned, actual) == null
            ? unsigned
            : NaturalType.of(actual);
    // ClickHouse has no NULL in place of an array.
    return type.withNullable(!notNull.contains(column) && type.kind() != Kind.ARRAY);
  }
}
