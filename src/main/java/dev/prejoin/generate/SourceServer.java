package dev.prejoin.generate;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/**
 * The PostgreSQL that a generator writes into.
 *
 * @param jdbcUrl as {@code jdbc:postgresql://host:port/database}
 * @param password never shown
 */
public record SourceServer(String jdbcUrl, String user, String password) {
  private static final int CONNECT_SECONDS = 5;

  /** A new connection, each statement a transaction. */
  public Connection connect() throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", String.valueOf(CONNECT_SECONDS));
    properties.setProperty("ApplicationName", "prejoin generate");
    properties.setProperty("reWriteBatchedInserts", "true");
    return DriverManager.getConnection(jdbcUrl, properties);
  }

  /** The URL without its parameters: a password may be among them. */
  public String address() {
    int parameters = jdbcUrl.indexOf('?');
    return parameters < 0 ? jdbcUrl : jdbcUrl.substring(0, parameters);
  }

  @Override
  public String toString() {
    return "SourceServer[" + address() + ", user " + user + "]";
  }
}
