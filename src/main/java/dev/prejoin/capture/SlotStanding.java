package dev.prejoin.capture;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Optional;

/**
 * How PostgreSQL sees the capture.
 *
 * @param active whether a capture is connected to the slot
 * @param behind bytes of the log that are not confirmed yet
 * @param retained bytes of the log that PostgreSQL keeps for the slot
 * @param walStatus PostgreSQL's word for the state of that log: reserved, extended, unreserved,
 *     lost
 */
public record SlotStanding(boolean active, long behind, long retained, String walStatus) {
  private static final String UNRESERVED = "unreserved";

  private static final String QUERY =
      """
      SELECT active, pg_wal_lsn_diff(pg_current_wal_lsn(), confirmed_flush_lsn)::bigint,
             pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn)::bigint, wal_status
      FROM pg_replication_slots WHERE slot_name = ?
      """;

  /** Whether PostgreSQL gives up some of that log when it next makes a checkpoint. */
  public boolean endangered() {
    return walStatus.equals(UNRESERVED);
  }

  /**
   * Asks for it; empty if there is no such slot.
   *
   * @throws ProblemException if PostgreSQL does not answer, or does not let the user in
   */
  public static Optional<SlotStanding> read(CaptureSettings settings) {
    try {
      return ask(settings);
    } catch (AwayException e) {
      throw new ProblemException(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()));
    }
  }

  private static Optional<SlotStanding> ask(CaptureSettings settings) {
    return SourceConnection.call(
        settings,
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(QUERY)) {
            statement.setString(1, settings.slot());
            try (ResultSet row = statement.executeQuery()) {
              return row.next()
                  ? Optional.of(
                      new SlotStanding(
                          row.getBoolean(1),
                          row.getLong(2),
                          row.getLong(3),
                          String.valueOf(row.getString(4))))
                  : Optional.empty();
            }
          }
        });
  }
}
