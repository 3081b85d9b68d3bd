package dev.prejoin.proof.chaos;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/** In which ways applications insert, each as a step of a {@link Writer}. */
final class Shapes {
  static final String INTO =
      "INSERT INTO public.power_readings (\"timestamp\", device_id, \"power_usage_kWh\") VALUES ";
  private static final String COPY =
      "COPY public.power_readings (\"timestamp\", device_id, \"power_usage_kWh\") FROM STDIN";
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

  /** What is done in a transaction. */
  interface Work {
    void run() throws SQLException, InterruptedException;
  }

  static void transaction(Connection connection, Work work)
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
