package dev.prejoin.proof.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements for the source database. */
final class SourceSql {
  private SourceSql() {}

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The largest key of the readings. */
  static long lastKey(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT max(id) FROM public.power_readings")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
