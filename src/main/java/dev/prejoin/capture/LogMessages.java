package dev.prejoin.capture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Messages that a capture writes into PostgreSQL's log, to meet them again in the stream. */
final class LogMessages {
  private LogMessages() {}

  /**
   * Writes one; all that was visible before stands before it in the log. It belongs to no
   * transaction, so that the stream has it exactly where the log has it, and can be resumed there:
   * Debezium does not find the place behind a message that belongs to one, and begins with the
   * transaction before it once more. The number that is taken makes the statement commit, and with
   * it the message goes to the disk, where the stream finds it.
   */
  static void write(Connection connection, CaptureSettings settings, String text)
      throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT pg_logical_emit_message(false, ?, ?), pg_current_xact_id()")) {
      statement.setString(1, EngineProperties.messagePrefix(settings));
      statement.setString(2, text);
      statement.execute();
    }
  }
}
