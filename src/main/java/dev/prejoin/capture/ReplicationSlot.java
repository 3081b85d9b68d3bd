package dev.prejoin.capture;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** The slot by which PostgreSQL keeps its log for the capture. */
final class ReplicationSlot {
  private ReplicationSlot() {}

  /**
   * Drops the slot, so that a snapshot that begins anew and the log after it fit together.
   *
   * @throws AwayException if the slot is still in use; it is told to end
   */
  static void drop(CaptureSettings settings) {
    SourceConnection.call(
        settings,
        connection -> {
          if (!run(
              connection,
              "SELECT FROM pg_replication_slots WHERE slot_name = ? AND active",
              settings)) {
            run(
                connection,
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE"
                    + " slot_name = ?",
                settings);
            return true;
          }
          run(
              connection,
              "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name ="
                  + " ? AND active",
              settings);
          throw new AwayException(
              "replication slot %s of %s is still in use by an earlier capture"
                  .formatted(settings.slot(), settings.source()));
        });
  }

  /**
   * Refuses to take over a slot that this capture cannot have made.
   *
   * @throws ProblemException if there is one
   */
  static void refuseForeign(CaptureSettings settings) {
    boolean exists =
        SourceConnection.call(
            settings,
            connection ->
                run(connection, "SELECT FROM pg_replication_slots WHERE slot_name = ?", settings));
    if (exists) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          ("%s has a replication slot %s that is not of this capture, as Kafka has no state of it:"
                  + " name another slot, or if nothing needs it: SELECT"
                  + " pg_drop_replication_slot('%s')")
              .formatted(settings.source(), settings.slot(), settings.slot()));
    }
  }

  /**
   * Refuses to go on over a gap: without the slot, what changed meanwhile cannot be read.
   *
   * @throws ProblemException if the slot is gone or PostgreSQL gave up its log
   */
  static void require(CaptureSettings settings) {
    boolean usable =
        SourceConnection.call(
            settings,
            connection ->
                run(
                    connection,
                    "SELECT FROM pg_replication_slots WHERE slot_name = ? AND database ="
                        + " current_database() AND wal_status IS DISTINCT FROM 'lost'",
                    settings));
    if (!usable) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          ("%s has no replication slot %s with the log since the capture stopped, so changes are"
                  + " missing: begin anew under another capture name and slot, with empty topics")
              .formatted(settings.source(), settings.slot()));
    }
  }

  private static boolean run(Connection connection, String query, CaptureSettings settings)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, settings.slot());
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }
}
