package dev.prejoin.capture;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Of which tables PostgreSQL's log tells the capture. */
final class Publication {
  private static final String NO_RIGHT = "42501";

  private static final String PUBLISHED =
      """
      SELECT EXISTS (SELECT FROM pg_publication WHERE pubname = ? AND puballtables)
        OR EXISTS (SELECT FROM pg_publication_tables
          WHERE pubname = ? AND schemaname = ? AND tablename = ?)
        OR EXISTS (SELECT FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid
          WHERE pubname = ? AND prrelid = format('%I.%I', ?::text, ?::text)::regclass)
      """;

  private Publication() {}

  /**
   * Makes the publication, or adds to it what it lacks.
   *
   * @throws AwayException if the server does not answer
   * @throws ProblemException with the statement, if the user may not run it
   */
  static void ensure(CaptureSettings settings) {
    SourceConnection.call(
        settings,
        connection -> {
          if (!exists(connection, settings.publication())) {
            run(connection, settings, create(settings, settings.tables()));
            return true;
          }
          List<CapturedTable> missing = new ArrayList<>();
          for (CapturedTable table : settings.tables()) {
            if (!publishes(connection, settings.publication(), table)) {
              missing.add(table);
            }
          }
          if (!missing.isEmpty()) {
            run(connection, settings, add(settings, missing));
          }
          return true;
        });
  }

  /** The statement that makes it. */
  static String create(CaptureSettings settings, List<CapturedTable> tables) {
    return "CREATE PUBLICATION %s FOR TABLE %s WITH (publish_via_partition_root = true)"
        .formatted(ChunkQuery.quoted(settings.publication()), names(tables));
  }

  /** The statement that adds tables to it. */
  static String add(CaptureSettings settings, List<CapturedTable> tables) {
    return "ALTER PUBLICATION %s ADD TABLE %s"
        .formatted(ChunkQuery.quoted(settings.publication()), names(tables));
  }

  private static String names(List<CapturedTable> tables) {
    return String.join(
        ", ",
        tables.stream()
            .map(
                table ->
                    ChunkQuery.quoted(table.schemaName())
                        + "."
                        + ChunkQuery.quoted(table.tableName()))
            .distinct()
            .toList());
  }

  private static void run(Connection connection, CaptureSettings settings, String sql)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      if (NO_RIGHT.equals(e.getSQLState())) {
        throw new ProblemException(
            ExitCode.ENVIRONMENT,
            "%s: user %s may not publish the tables, as only an owner may: %s"
                .formatted(settings.source(), settings.user(), sql));
      }
      throw e;
    }
  }

  static boolean exists(Connection connection, String publication) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT FROM pg_publication WHERE pubname = ?")) {
      statement.setString(1, publication);
      try (ResultSet found = statement.executeQuery()) {
        return found.next();
      }
    }
  }

  static boolean publishes(Connection connection, String publication, CapturedTable table)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(PUBLISHED)) {
      statement.setString(1, publication);
      statement.setString(2, publication);
      statement.setString(3, table.schemaName());
      statement.setString(4, table.tableName());
      statement.setString(5, publication);
      statement.setString(6, table.schemaName());
      statement.setString(7, table.tableName());
      try (ResultSet found = statement.executeQuery()) {
        found.next();
        return found.getBoolean(1);
      }
    }
  }
}
