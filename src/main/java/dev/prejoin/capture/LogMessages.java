package dev.prejoin.capture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Messages that a capture writes into PostgreSQL's log, to meet them again in the stream. */
final class LogMessages {
  private LogMessages() {}

  /** Writes one; all that was visible before stands before it in the log. */
  static void write(Connection connection, CaptureSettings settings, String text)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_logical_emit_message(true, ?, ?)")) {
      statement.setString(1, EngineProperties.messagePrefix(settings));
      statement.setString(2, text);
      statement.execute();
    }
  }
}
