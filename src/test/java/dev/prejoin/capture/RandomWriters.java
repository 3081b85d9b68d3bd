package dev.prejoin.capture;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads that change readings at random, each in its own transactions: short ones, ones that take
 * their time, and ones that are rolled back. Each value is written once, so that a value tells the
 * change.
 */
final class RandomWriters implements AutoCloseable {
  private static final int THREADS = 4;

  private final List<Thread> threads = new ArrayList<>();
  private final AtomicLong values = new AtomicLong(1_000_000);
  private final PowerSource source;
  private final int ids;
  private volatile boolean closed;

  RandomWriters(PowerSource source, int ids, long seed) {
    this.source = source;
    this.ids = ids;
    for (int i = 0; i < THREADS; i++) {
      Random random = new Random(seed + i);
      Thread thread = new Thread(() -> write(random), "writer-" + i);
      threads.add(thread);
      thread.start();
    }
  }

  private void write(Random random) {
    try (Connection connection = source.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      while (!closed) {
        try {
          int changes = 1 + random.nextInt(4);
          for (int i = 0; i < changes; i++) {
            change(statement, random);
            statement.execute(
                "SELECT pg_sleep(%s)".formatted(random.nextInt(30) == 0 ? "0.3" : "0.004"));
          }
          if (random.nextInt(10) == 0) {
            connection.rollback();
          } else {
            connection.commit();
          }
        } catch (SQLException e) {
          // A deadlock, or a key that another has taken.
          connection.rollback();
        }
      }
      connection.rollback();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void change(Statement statement, Random random) throws SQLException {
    int id = 1 + random.nextInt(ids);
    long value = values.incrementAndGet();
    switch (random.nextInt(6)) {
      case 0 ->
          statement.execute(
              "INSERT INTO power_readings VALUES (%d, '2026-01-01 00:00:00+00', 1, %d)"
                  .formatted(id, value));
      case 1 ->
          statement.execute(
              ("INSERT INTO power_readings (id, timestamp, device_id, power_usage_kwh) SELECT %d +"
                      + " i, '2026-01-01 00:00:00+00', 1, %d + i FROM generate_series(1, 3) i ON"
                      + " CONFLICT DO NOTHING")
                  .formatted(ids + random.nextInt(ids), values.getAndAdd(10)));
      case 2 -> statement.execute("DELETE FROM power_readings WHERE id = " + id);
      case 3 ->
          statement.execute(
              "UPDATE power_readings SET id = %d, power_usage_kwh = %d WHERE id = %d"
                  .formatted(1 + random.nextInt(ids), value, id));
      default ->
          statement.execute(
              "UPDATE power_readings SET power_usage_kwh = %d WHERE id = %d".formatted(value, id));
    }
  }

  @Override
  public void close() throws InterruptedException {
    closed = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
