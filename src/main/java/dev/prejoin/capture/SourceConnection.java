package dev.prejoin.capture;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Plain connections to the source, beside those of Debezium. */
final class SourceConnection {
  private static final String PASS_THROUGH = "database.";

  private SourceConnection() {}

  /** Something to do over a connection. */
  interface Work<T> {
    T with(Connection connection) throws SQLException;
  }

  /**
   * Connects, works and closes.
   *
   * @throws AwayException if the server does not answer
   * @throws ProblemException if it refuses the user or has no such database
   */
  static <T> T call(CaptureSettings settings, Work<T> work) {
    try (Connection connection =
        DriverManager.getConnection(settings.jdbcUrl(), properties(settings))) {
      return work.with(connection);
    } catch (SQLException e) {
      throw explained(settings, e);
    }
  }

  /**
   * A connection on which a statement may take as long as it does; whoever uses it sees to it that
   * somebody else ends it if the server does not answer any more.
   */
  static Connection patient(CaptureSettings settings) throws SQLException {
    Properties properties = properties(settings);
    properties.setProperty("socketTimeout", "0");
    properties.setProperty("tcpKeepAlive", "true");
    return DriverManager.getConnection(settings.jdbcUrl(), properties);
  }

  /** Ends a connection, if there is one, also in the middle of a statement. */
  static void abort(@Nullable Connection connection) {
    if (connection != null) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static Properties properties(CaptureSettings settings) {
    Properties properties = new Properties();
    properties.setProperty("user", settings.user());
    properties.setProperty("password", settings.password());
    properties.setProperty("connectTimeout", "5");
    properties.setProperty("loginTimeout", "10");
    properties.setProperty("socketTimeout", "30");
    properties.setProperty("ApplicationName", "prejoin " + settings.name());
    settings
        .debezium()
        .forEach(
            (name, value) -> {
              if (name.startsWith(PASS_THROUGH + "ssl")) {
                properties.setProperty(name.substring(PASS_THROUGH.length()), value);
              }
            });
    return properties;
  }

  /** SQLSTATE classes: postgresql.org/docs/current/errcodes-appendix.html. */
  static RuntimeException explained(CaptureSettings settings, SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String reason = AwayException.reason(e);
    if (state.startsWith("28")) {
      return new ProblemException(
          ExitCode.ENVIRONMENT,
          "%s refuses user %s: %s; check user, password and pg_hba.conf"
              .formatted(settings.source(), settings.user(), reason));
    }
    if (state.equals("3D000")) {
      return new ProblemException(
          ExitCode.ENVIRONMENT,
          "PostgreSQL %s:%d has no database %s: create it or name another"
              .formatted(settings.postgresHost(), settings.postgresPort(), settings.database()));
    }
    // A connection that breaks while it is closed has no state.
    boolean broken = AwayException.isOf(e, IOException.class);
    if (broken || state.startsWith("08") || state.startsWith("57P") || state.startsWith("53")) {
      return new AwayException(settings.source() + " does not answer: " + reason, e);
    }
    return new ProblemException(ExitCode.ENVIRONMENT, settings.source() + ": " + reason);
  }
}
