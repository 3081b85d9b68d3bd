package dev.prejoin.generate.experiments;

import dev.prejoin.generate.SourceServer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;

/** Writes through one connection: a transaction per call. */
final class ExperimentsWriter implements AutoCloseable {
  private static final String EXPERIMENT =
      "INSERT INTO public.experiments (experiment_id, name, status, started_at)"
          + " VALUES (?, ?, 'running', ?) ON CONFLICT (experiment_id) DO NOTHING";
  private static final String VARIANT =
      "INSERT INTO public.variants (experiment_id, variant_id, name, is_control, traffic_percent)"
          + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (experiment_id, variant_id) DO NOTHING";
  private static final String USER =
      "INSERT INTO public.users (user_id, country, plan, signed_up_at) VALUES (?, ?, ?, ?)"
          + " ON CONFLICT (user_id) DO NOTHING";
  private static final String ASSIGNMENT =
      "INSERT INTO public.assignments (experiment_id, user_id, variant_id, assigned_at)"
          + " VALUES (?, ?, ?, ?) ON CONFLICT (experiment_id, user_id)"
          + " DO UPDATE SET variant_id = excluded.variant_id, assigned_at = excluded.assigned_at";
  private static final String OUTBOX =
      "INSERT INTO public.assignments_outbox (aggregate_type, aggregate_id, event_type, payload)"
          + " VALUES ('assignment', ?, 'assigned', ?::jsonb)";

  /** An event that is sent again is written again, as a service does that cannot know. */
  private static final String EVENT =
      "INSERT INTO public.events"
          + " (event_id, experiment_id, user_id, event_type, \"timestamp\", properties)"
          + " VALUES (?, ?, ?, ?, ?, ?::jsonb)"
          + " ON CONFLICT (event_id) DO UPDATE SET properties = excluded.properties";

  private final Connection connection;

  ExperimentsWriter(SourceServer server) throws SQLException {
    connection = server.connect();
    connection.setAutoCommit(false);
  }

  /** What is set in a statement for one of the rows. */
  @FunctionalInterface
  interface Binder<T> {
    void bind(PreparedStatement insert, T row) throws SQLException;
  }

  void experiments(Collection<Experiment> experiments, Instant started) throws SQLException {
    insert(
        EXPERIMENT,
        experiments,
        (insert, experiment) -> {
          insert.setString(1, experiment.id());
          insert.setString(2, experiment.name());
          insert.setObject(3, utc(started));
        });
    for (Experiment experiment : experiments) {
      insert(
          VARIANT,
          experiment.variants(),
          (insert, variant) -> {
            insert.setString(1, experiment.id());
            insert.setString(2, variant.id());
            insert.setString(3, variant.name());
            insert.setBoolean(4, variant.equals(experiment.variants().get(0)));
            insert.setDouble(5, variant.planned());
          });
    }
  }

  void users(Collection<User> users) throws SQLException {
    insert(
        USER,
        users,
        (insert, user) -> {
          insert.setString(1, user.id());
          insert.setString(2, user.country());
          insert.setString(3, user.plan());
          insert.setObject(4, utc(user.signedUpAt()));
        });
  }

  /** Each is in the application's own table and in the outbox, by one transaction. */
  void assignments(Collection<Assignment> assignments) throws SQLException {
    batch(
        ASSIGNMENT,
        assignments,
        (insert, assignment) -> {
          insert.setString(1, assignment.experimentId());
          insert.setString(2, assignment.userId());
          insert.setString(3, assignment.variantId());
          insert.setObject(4, utc(assignment.assignedAt()));
        });
    insert(
        OUTBOX,
        assignments,
        (insert, assignment) -> {
          insert.setString(1, assignment.experimentId() + ":" + assignment.userId());
          insert.setString(2, assignment.payload());
        });
  }

  void events(Collection<Event> events) throws SQLException {
    insert(
        EVENT,
        events,
        (insert, event) -> {
          insert.setObject(1, event.id());
          insert.setString(2, event.experimentId());
          insert.setString(3, event.userId());
          insert.setString(4, event.type());
          insert.setObject(5, utc(event.at()));
          insert.setString(6, event.properties());
        });
  }

  /** How many rows a statement without parameters counts. */
  long count(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      long count = result.getLong(1);
      connection.commit();
      return count;
    }
  }

  /**
   * Changes rows.
   *
   * @return how many
   */
  int update(String sql, List<?> parameters) throws SQLException {
    try (PreparedStatement update = connection.prepareStatement(sql)) {
      for (int i = 0; i < parameters.size(); i++) {
        update.setObject(i + 1, parameters.get(i));
      }
      int changed = update.executeUpdate();
      connection.commit();
      return changed;
    }
  }

  private <T> void insert(String sql, Collection<T> rows, Binder<T> binder) throws SQLException {
    batch(sql, rows, binder);
    connection.commit();
  }

  private <T> void batch(String sql, Collection<T> rows, Binder<T> binder) throws SQLException {
    if (rows.isEmpty()) {
      return;
    }
    try (PreparedStatement insert = connection.prepareStatement(sql)) {
      for (T row : rows) {
        binder.bind(insert, row);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static OffsetDateTime utc(Instant time) {
    return time.atOffset(ZoneOffset.UTC);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
