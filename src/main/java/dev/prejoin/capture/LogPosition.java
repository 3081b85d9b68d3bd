package dev.prejoin.capture;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.OptionalLong;

/**
 * Places in PostgreSQL's log.
 *
 * @param written up to where it is written: all that anyone could read when it was asked for is
 *     before it
 * @param captured up to where the capture has stored it for good; empty if it has no slot
 */
public record LogPosition(long written, OptionalLong captured) {
  private static final String QUERY =
      """
      SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint,
             (SELECT (confirmed_flush_lsn - '0/0')::bigint
              FROM pg_replication_slots WHERE slot_name = ?)
      """;

  /**
   * Asks for them.
   *
   * @throws ProblemException if PostgreSQL does not answer, or does not let the user in
   */
  public static LogPosition read(CaptureSettings settings) {
    try {
      return SourceConnection.call(
          settings,
          connection -> {
            try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
              statement.setString(1, settings.slot());
              try (ResultSet row = statement.executeQuery()) {
                row.next();
                long written = row.getLong(1);
                long captured = row.getLong(2);
                return new LogPosition(
                    written, row.wasNull() ? OptionalLong.empty() : OptionalLong.of(captured));
              }
            }
          });
    } catch (AwayException e) {
      throw new ProblemException(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()));
    }
  }

  /** Up to where the log is on disk. */
  static long flushed(CaptureSettings settings) {
    return SourceConnection.call(
        settings,
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row =
                  statement.executeQuery("SELECT (pg_current_wal_flush_lsn() - '0/0')::bigint")) {
            row.next();
            return row.getLong(1);
          }
        });
  }
}
