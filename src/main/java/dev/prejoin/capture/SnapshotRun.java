package dev.prejoin.capture;

import dev.prejoin.capture.Overlap.Window;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tables that are due, one after another, while changes stream on: each chunk under a
 * snapshot, then a message into PostgreSQL's log that marks the chunk's place in the stream.
 */
final class SnapshotRun implements AutoCloseable {
  /** One chunk is read while the one before it waits for its place. */
  private static final int CHUNKS_IN_WORK = 2;

  private static final long RETRY_MILLIS = 20;
  private static final long LOOK_EVERY_MILLIS = 200;

  private static final String WRITERS =
      """
      SELECT DISTINCT virtualtransaction FROM pg_locks
      WHERE locktype = 'relation' AND granted AND mode IN ('RowExclusiveLock',
          'ShareRowExclusiveLock', 'ExclusiveLock', 'AccessExclusiveLock')
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
        AND relation IN (SELECT format('%I.%I', ?::text, ?::text)::regclass
          UNION SELECT relid FROM pg_partition_tree(format('%I.%I', ?::text, ?::text)::regclass))
      """;

  private final CaptureSettings settings;
  private final Properties properties;
  private final Map<String, SourceTable> shapes;
  private final List<TableTopic> topics;
  private final Map<String, TableState> states;
  private final Map<String, BackfillState> backfills;
  private final Overlap overlap;
  private final InstantSource clock;
  private final String id = UUID.randomUUID().toString();
  private final Semaphore permits = new Semaphore(CHUNKS_IN_WORK);
  private volatile @Nullable Connection connection;
  private volatile boolean closed;
  private long chunks;

  /**
   * @param properties those of the engine
   * @param shapes the tables as they are, by topic
   * @param topics those that are due, in the order in which to read them; used by this run alone
   */
  SnapshotRun(
      CaptureSettings settings,
      Properties properties,
      Map<String, SourceTable> shapes,
      List<TableTopic> topics,
      Map<String, TableState> states,
      Map<String, BackfillState> backfills,
      Overlap overlap,
      InstantSource clock) {
    this.settings = settings;
    this.properties = properties;
    this.shapes = Map.copyOf(shapes);
    this.topics = List.copyOf(topics);
    this.states = Map.copyOf(states);
    this.backfills = Map.copyOf(backfills);
    this.overlap = overlap;
    this.clock = clock;
  }

  /** A chunk has its place; the next may be read. */
  void placed() {
    permits.release();
  }

  /**
   * Reads all; the engine goes on.
   *
   * @throws AwayException if PostgreSQL does not answer
   * @throws dev.prejoin.runtime.ProblemException if it refuses
   */
  boolean readAll() throws InterruptedException {
    if (!topics.isEmpty()) {
      read();
    }
    return false;
  }

  private void read() throws InterruptedException {
    try (SourceRows source = new SourceRows(properties)) {
      connection = source.connection();
      // Waits for standbys as a user's commit does: what an earlier capture has written of the
      // stream is then visible.
      mark("begin");
      for (TableTopic topic : topics) {
        if (Objects.requireNonNull(states.get(topic.table().topic())).isUnfinished()) {
          snapshot(source, topic);
        }
        BackfillState backfill = backfills.get(topic.table().topic());
        if (backfill != null && backfill.isRead()) {
          backfill(source, topic, backfill);
        }
      }
    } catch (SQLException e) {
      if (!closed) {
        throw SourceConnection.explained(settings, e);
      }
    } catch (io.debezium.DebeziumException e) {
      if (!closed) {
        throw new AwayException(settings.source() + ": " + AwayException.reason(e), e);
      }
    }
  }

  /** A range that cannot be read fails alone: changes go on, and so do snapshots. */
  private void backfill(SourceRows source, TableTopic topic, BackfillState state)
      throws SQLException, InterruptedException {
    String name = topic.table().topic();
    List<String> after = state.after();
    try {
      BackfillReader reader =
          new BackfillReader(
              source,
              topic,
              state,
              Objects.requireNonNull(shapes.get(name)).read(),
              settings.chunkRows(),
              clock);
      List<String> until = state.until().isEmpty() ? reader.lastKey() : state.until();
      boolean last = false;
      while (!last && !closed) {
        List<String> from = after;
        Chunk chunk = next(name, () -> reader.read(from, until));
        after = chunk.after();
        last = chunk.last();
      }
    } catch (SQLException e) {
      if (closed || !isOfTheRange(e)) {
        throw e;
      }
      Connection jdbc = Objects.requireNonNull(connection);
      if (!jdbc.getAutoCommit()) {
        jdbc.rollback();
      }
      List<String> from = after;
      String why = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
      Chunk unused = next(name, () -> Chunk.failed(name, from, state.id(), why));
    }
  }

  /** Of values or names, by PostgreSQL's classes 22 and 42. */
  private static boolean isOfTheRange(SQLException e) {
    String state = e.getSQLState();
    return state != null && (state.startsWith("22") || state.startsWith("42"));
  }

  private void snapshot(SourceRows source, TableTopic topic)
      throws SQLException, InterruptedException {
    String name = topic.table().topic();
    TableState state = Objects.requireNonNull(states.get(name));
    if (state.phase() == TableState.Phase.ADDED) {
      awaitWriters(topic.table());
    }
    ChunkReader reader =
        new ChunkReader(
            source,
            topic,
            Objects.requireNonNull(shapes.get(name)).read(),
            settings.chunkRows(),
            clock);
    List<String> until = state.until().isEmpty() ? reader.lastKey() : state.until();
    long expected = reader.estimate();
    List<String> after = state.after();
    boolean last = false;
    while (!last && !closed) {
      List<String> from = after;
      Chunk chunk = next(name, () -> reader.read(from, until, expected));
      after = chunk.after();
      last = chunk.last();
    }
  }

  /** Reads a chunk within the open transaction. */
  private interface Reading {
    Chunk read() throws SQLException;
  }

  private Chunk next(String topic, Reading reading) throws SQLException, InterruptedException {
    Connection jdbc = Objects.requireNonNull(connection);
    String place = id + "/" + chunks++;
    permits.acquire();
    jdbc.setAutoCommit(false);
    jdbc.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    while (true) {
      Optional<Window> window = overlap.open(place, topic, Visibility.current(jdbc));
      if (window.isPresent()) {
        Chunk chunk = read(jdbc, place, reading);
        overlap.read(window.get(), chunk);
        mark(place);
        return chunk;
      }
      jdbc.rollback();
      TimeUnit.MILLISECONDS.sleep(RETRY_MILLIS);
    }
  }

  /** What cannot be read has no place in the stream, and nobody waits for it. */
  private Chunk read(Connection jdbc, String place, Reading reading) throws SQLException {
    try {
      Chunk chunk = reading.read();
      jdbc.commit();
      return chunk;
    } catch (SQLException e) {
      Optional<Window> unused = overlap.close(place);
      permits.release();
      throw e;
    }
  }

  /** Marks a place in the log, behind all that was visible. */
  private void mark(String text) throws SQLException {
    Connection jdbc = Objects.requireNonNull(connection);
    jdbc.setAutoCommit(true);
    LogMessages.write(jdbc, settings, text);
  }

  /**
   * Waits for those who wrote to the table before it was published, as the log will not tell their
   * changes.
   */
  private void awaitWriters(CapturedTable table) throws SQLException, InterruptedException {
    Set<String> before = writers(table);
    while (!before.isEmpty() && !closed) {
      TimeUnit.MILLISECONDS.sleep(LOOK_EVERY_MILLIS);
      before.retainAll(writers(table));
      overlap.forget(Visibility.current(Objects.requireNonNull(connection)));
    }
  }

  private Set<String> writers(CapturedTable table) throws SQLException {
    Set<String> writers = new HashSet<>();
    try (PreparedStatement statement =
        Objects.requireNonNull(connection).prepareStatement(WRITERS)) {
      for (int i = 1; i <= 4; i += 2) {
        statement.setString(i, table.schemaName());
        statement.setString(i + 1, table.tableName());
      }
      try (ResultSet found = statement.executeQuery()) {
        while (found.next()) {
          writers.add(found.getString(1));
        }
      }
    }
    return writers;
  }

  /** Ends it, also in the middle of a statement. */
  @Override
  public void close() {
    closed = true;
    permits.release(CHUNKS_IN_WORK);
    SourceConnection.abort(connection);
  }
}
