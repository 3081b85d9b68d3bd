package dev.prejoin.proof.chaos;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/** In which ways applications write, each as a step of a {@link Writer}. */
final class Shapes {
  private static final String INTO =
      "INSERT INTO public.power_readings (\"timestamp\", device_id, \"power_usage_kWh\") VALUES ";
  private static final String COPY =
      "COPY public.power_readings (\"timestamp\", device_id, \"power_usage_kWh\") FROM STDIN";
  private static final String ANY =
      "SELECT id FROM public.power_readings WHERE id >= ? AND device_id >= "
          + Rows.FIRST_DEVICE
          + " ORDER BY id LIMIT 1";
  private static final String FREE_ID =
      "nextval(pg_get_serial_sequence('public.power_readings', 'id'))";
  private static final int NEIGHBOURS = 20;
  private static final int ROLLED_BACK_IN = 10;

  private Shapes() {}

  /** Single-row statements, each its own transaction. */
  static Writer.Step singles(Rows rows, int count) {
    return connection -> {
      for (int i = 0; i < count; i++) {
        execute(connection, INTO + rows.values());
      }
    };
  }

  /** Transactions of a few statements. */
  static Writer.Step small(Rows rows, int count) {
    return connection -> {
      for (int i = 0; i < count; i++) {
        transaction(
            connection,
            () -> {
              for (int statement = rows.random().nextInt(2, 5); statement > 0; statement--) {
                execute(connection, INTO + rows.values());
              }
            });
      }
    };
  }

  /** One statement of many rows. */
  static Writer.Step multiRow(Rows rows, int count) {
    return connection -> execute(connection, INTO + several(rows::values, count, ", "));
  }

  /** COPY; now and then a burst. */
  static Writer.Step copy(Rows rows, int count, int burst, int burstIn) {
    return connection -> {
      int some = rows.random().nextInt(burstIn) == 0 ? burst : count;
      try {
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(COPY, new StringReader(several(rows::line, some, "")));
      } catch (IOException e) {
        throw new SQLException("the connection broke", "08006", e);
      }
    };
  }

  /** A transaction that stays open for seconds; some are rolled back at the end. */
  static Writer.Step longOne(Rows rows, int perSecond) {
    return connection -> {
      connection.setAutoCommit(false);
      try {
        for (int tenth = rows.random().nextInt(10, 40); tenth > 0; tenth--) {
          execute(connection, INTO + several(rows::values, Math.max(1, perSecond / 10), ", "));
          Thread.sleep(100);
        }
        if (rows.random().nextInt(ROLLED_BACK_IN) == 0) {
          connection.rollback();
        } else {
          connection.commit();
        }
      } finally {
        connection.setAutoCommit(true);
      }
    };
  }

  /** Updates, deletes and changes of the primary key, of rows that are there. */
  static Writer.Step changes(Rows rows, int count) {
    return connection -> {
      long last = Source.number(connection, "SELECT max(id) FROM public.power_readings");
      for (int i = 0; i < count; i++) {
        long id = any(connection, rows.random(), last);
        if (id > 0) {
          change(connection, rows, id);
        }
      }
    };
  }

  private static void change(Connection connection, Rows rows, long id)
      throws SQLException, InterruptedException {
    String update = "UPDATE public.power_readings SET ";
    String which = " WHERE id = " + id;
    String neighbours =
        " WHERE id BETWEEN %d AND %d AND device_id >= %d"
            .formatted(id, id + NEIGHBOURS, Rows.FIRST_DEVICE);
    switch (rows.random().nextInt(10)) {
      case 0, 1, 2 -> execute(connection, update + measure(rows) + which);
      case 3 -> execute(connection, update + measure(rows) + neighbours);
      case 4 ->
          execute(
              connection, update + "\"timestamp\" = '" + Rows.time(rows.second()) + "'" + which);
      case 5 -> execute(connection, update + "device_id = " + rows.device() + which);
      case 6 -> execute(connection, update + "id = " + FREE_ID + which);
      case 7 -> execute(connection, "DELETE FROM public.power_readings" + which);
      case 8 -> replace(connection, rows, id);
      default ->
          // Several changes of one row in one transaction, the key among them.
          transaction(
              connection,
              () -> {
                execute(connection, update + measure(rows) + which);
                execute(connection, update + "id = " + FREE_ID + which);
                execute(connection, INTO + rows.values());
              });
    }
  }

  /** Deletes a row and writes another under its key. */
  private static void replace(Connection connection, Rows rows, long id)
      throws SQLException, InterruptedException {
    transaction(
        connection,
        () -> {
          execute(connection, "DELETE FROM public.power_readings WHERE id = " + id);
          execute(
              connection,
              INTO.replace("(\"timestamp\"", "(id, \"timestamp\"")
                  + rows.values().replaceFirst("\\(", "(" + id + ", "));
        });
  }

  private static String measure(Rows rows) {
    return "\"power_usage_kWh\" = " + rows.measure();
  }

  private static long any(Connection connection, SplittableRandom random, long last)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(ANY)) {
      statement.setLong(1, random.nextLong(Math.max(1, last)));
      try (ResultSet found = statement.executeQuery()) {
        return found.next() ? found.getLong(1) : 0;
      }
    }
  }

  private interface Work {
    void run() throws SQLException, InterruptedException;
  }

  private static void transaction(Connection connection, Work work)
      throws SQLException, InterruptedException {
    connection.setAutoCommit(false);
    try {
      work.run();
      connection.commit();
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static String several(Supplier<String> one, int count, String between) {
    return Stream.generate(one).limit(count).collect(Collectors.joining(between));
  }

  static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
