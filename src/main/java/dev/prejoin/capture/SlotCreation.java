package dev.prejoin.capture;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes the replication slot anew. PostgreSQL has it ready when all have ended who were writing to
 * the database, whichever tables: that may take hours, and to give up in between would be to begin
 * anew.
 */
final class SlotCreation implements AutoCloseable {
  private static final long LOOK_EVERY_SECONDS = 2;

  private static final String BLOCKING =
      """
      SELECT string_agg(CASE blocking WHEN 0 THEN 'a prepared transaction'
               ELSE 'process ' || blocking
                 || coalesce(' since ' || to_char(xact_start AT TIME ZONE 'UTC', 'HH24:MI:SS UTC'), '')
               END, ', ')
      FROM (SELECT DISTINCT unnest(pg_blocking_pids(?)) AS blocking) waited
      LEFT JOIN pg_stat_activity a ON a.pid = blocking
      """;

  private final CaptureSettings settings;
  private final CaptureListener listener;
  private final CountDownLatch over = new CountDownLatch(1);
  private volatile @Nullable Connection connection;

  SlotCreation(CaptureSettings settings, CaptureListener listener) {
    this.settings = settings;
    this.listener = listener;
  }

  /**
   * Makes it.
   *
   * @return the position in the log where it begins
   * @throws AwayException if an earlier one is still in use, which is told to end; if the server
   *     does not answer; or if this is closed
   * @throws dev.prejoin.runtime.ProblemException if the server refuses
   */
  long run() {
    ReplicationSlot.free(settings);
    try (Connection patient = SourceConnection.patient(settings)) {
      connection = patient;
      ReplicationSlot.drop(patient, settings);
      int process = process(patient);
      try (Beside looking =
          new Beside("capture-" + settings.name() + "-slot", () -> look(process), this::close)) {
        return create(patient, looking);
      }
    } catch (SQLException e) {
      throw SourceConnection.explained(settings, e);
    }
  }

  private long create(Connection patient, Beside looking) throws SQLException {
    try {
      long position = ReplicationSlot.create(patient, settings);
      over.countDown();
      return position;
    } catch (SQLException e) {
      over.countDown();
      RuntimeException away = looking.failure();
      if (away != null) {
        throw away;
      }
      throw e;
    }
  }

  private static int process(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement("SELECT pg_backend_pid()");
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getInt(1);
    }
  }

  /**
   * Says for whom it waits; fails if the server does not answer, and nothing is to be hoped for.
   */
  private boolean look(int process) throws InterruptedException {
    while (!over.await(LOOK_EVERY_SECONDS, TimeUnit.SECONDS)) {
      SourceConnection.call(settings, asked -> blocking(asked, process))
          .ifPresent(
              who ->
                  listener.waiting(
                      ("replication slot %s of %s to be made, which waits for transactions that"
                              + " began before it: %s")
                          .formatted(settings.slot(), settings.source(), who)));
    }
    return false;
  }

  private static Optional<String> blocking(Connection connection, int process) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(BLOCKING)) {
      statement.setInt(1, process);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
      }
    }
  }

  /** Ends it, also in the middle of the statement. */
  @Override
  public void close() {
    over.countDown();
    SourceConnection.abort(connection);
  }
}
