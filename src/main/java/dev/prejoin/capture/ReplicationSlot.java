package dev.prejoin.capture;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.OptionalLong;

/** The slot by which PostgreSQL keeps its log for the capture. */
final class ReplicationSlot {
  private static final int ASK_TO_END = 20;

  private static final String END_USER =
      "SELECT length(pg_sleep(0.05)::text) FROM (SELECT pg_terminate_backend(active_pid)"
          + " FROM pg_replication_slots WHERE slot_name = ? AND active) told";

  private ReplicationSlot() {}

  /** Drops the slot if there is one, which nobody uses. */
  static void drop(Connection connection, CaptureSettings settings) throws SQLException {
    ask(
        connection,
        "SELECT length(pg_drop_replication_slot(slot_name)::text) FROM pg_replication_slots"
            + " WHERE slot_name = ?",
        settings.slot());
  }

  /**
   * Makes the slot, so that the log begins now. Whoever changes rows at this moment has ended when
   * it is there, or the log has all that they do: it takes as long as they do.
   *
   * @return the position in the log where it begins
   */
  static long create(Connection connection, CaptureSettings settings) throws SQLException {
    return ask(
            connection,
            "SELECT (lsn - '0/0')::bigint FROM pg_create_logical_replication_slot(?, 'pgoutput')",
            settings.slot())
        .orElseThrow();
  }

  /**
   * Ends whoever still reads by the slot: an earlier capture that was replaced.
   *
   * @throws AwayException if one does
   */
  static void free(CaptureSettings settings) {
    boolean used =
        SourceConnection.call(
            settings,
            connection -> {
              // Each asking tells it again, and it takes a moment to end.
              for (int asked = 0; asked < ASK_TO_END; asked++) {
                if (ask(connection, END_USER, settings.slot()).isEmpty()) {
                  return false;
                }
              }
              return true;
            });
    if (used) {
      throw new AwayException(
          "replication slot %s of %s is still in use by an earlier capture"
              .formatted(settings.slot(), settings.source()));
    }
  }

  /**
   * Refuses to take over a slot that this capture cannot have made.
   *
   * @throws ProblemException if there is one
   */
  static void refuseForeign(CaptureSettings settings) {
    if (exists(settings)) {
      throw new ProblemException(ExitCode.ENVIRONMENT, foreign(settings));
    }
  }

  /** What to do about a slot that this capture cannot have made. */
  static String foreign(CaptureSettings settings) {
    return ("%s has a replication slot %s that is not of this capture, as Kafka has no state of it:"
            + " name another slot, or if nothing needs it: SELECT"
            + " pg_drop_replication_slot('%s')")
        .formatted(settings.source(), settings.slot(), settings.slot());
  }

  static boolean exists(CaptureSettings settings) {
    return SourceConnection.call(
        settings,
        connection ->
            ask(
                    connection,
                    "SELECT 1 FROM pg_replication_slots WHERE slot_name = ?",
                    settings.slot())
                .isPresent());
  }

  /** Where the log begins that it keeps; empty if there is no such slot, or it was overtaken. */
  static OptionalLong begin(CaptureSettings settings) {
    return SourceConnection.call(
        settings,
        connection ->
            ask(
                connection,
                "SELECT (confirmed_flush_lsn - '0/0')::bigint FROM pg_replication_slots"
                    + " WHERE slot_name = ? AND database = current_database()"
                    + " AND wal_status IS DISTINCT FROM 'lost'",
                settings.slot()));
  }

  private static OptionalLong ask(Connection connection, String query, String argument)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      statement.setString(1, argument);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
      }
    }
  }
}
