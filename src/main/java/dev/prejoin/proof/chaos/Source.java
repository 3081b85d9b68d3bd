package dev.prejoin.proof.chaos;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** The source database, past every proxy. */
record Source(String jdbcUrl, String user) {
  private static final String[] PREPARE = {
    // Probes and steady rows are asked for all the time.
    "CREATE INDEX IF NOT EXISTS chaos_device ON public.power_readings (device_id, \"timestamp\")",
    // A halt of some seconds is to exceed it.
    "ALTER SYSTEM SET wal_sender_timeout = '5s'",
    "SELECT pg_reload_conf()",
  };

  Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("connectTimeout", "5");
    return DriverManager.getConnection(jdbcUrl, properties);
  }

  void prepare() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : PREPARE) {
        statement.execute(sql);
      }
    }
  }

  long number(String sql) throws SQLException {
    try (Connection connection = connect()) {
      return number(connection, sql);
    }
  }

  static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
