package dev.prejoin.proof.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Rows of now, inserted at an even rate by a thread of its own, and with each statement one whose
 * arrival in the aggregates is watched: from how many of these are there follows how late each was.
 */
final class FreshRows implements AutoCloseable {
  /** Above all devices that others write. */
  static final long PROBE = 2_999_999_999L;

  private static final int OTHERS = 1_000;

  /** 2001-02-01; a probe a second of it. */
  private static final long PROBE_START = 980_985_600L;

  private static final long TICK_MS = 50;
  private static final long LOOK_EVERY_MS = 50;
  private static final long END_WITHIN_MS = 10_000;
  private static final String LOOK =
      "SELECT countMerge(usage_count) FROM l4_power_agg_stats WHERE device_id = %d FORMAT TSV"
          .formatted(PROBE);

  private final String jdbcUrl;
  private final String user;
  private final int rate;
  private final ClickHouseRows clickHouse;
  private final SplittableRandom random = new SplittableRandom(1);
  private final List<Long> committed = new ArrayList<>();
  private final List<Long> late = new ArrayList<>();
  private final Thread writer = new Thread(this::write, "bench-fresh-rows");
  private final Thread reader = new Thread(this::read, "bench-fresh-looks");
  private volatile boolean stopped;
  private volatile String failure = "";

  /**
   * Not begun.
   *
   * @param rate rows a second
   */
  FreshRows(String jdbcUrl, String user, int rate, ClickHouseRows clickHouse) {
    this.jdbcUrl = jdbcUrl;
    this.user = user;
    this.rate = rate;
    this.clickHouse = clickHouse;
    writer.setDaemon(true);
    reader.setDaemon(true);
  }

  void start() {
    writer.start();
    reader.start();
  }

  private void write() {
    try (Connection connection = DriverManager.getConnection(jdbcUrl, user, "")) {
      long begun = System.nanoTime();
      long rows = 0;
      while (!stopped) {
        long due = (long) ((System.nanoTime() - begun) / 1e9 * rate);
        if (due > rows) {
          insert(connection, due - rows);
          rows = due;
        }
        Thread.sleep(TICK_MS);
      }
    } catch (SQLException e) {
      failure = "PostgreSQL: " + e.getMessage();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void insert(Connection connection, long rows) throws SQLException {
    List<String> values = new ArrayList<>();
    for (long i = 1; i < rows; i++) {
      values.add(
          String.format(
              Locale.ROOT,
              "(now(), %d, %.10f)",
              1 + random.nextInt(OTHERS),
              random.nextInt(99 * 1_024) / 1_024d));
    }
    synchronized (committed) {
      values.add("(to_timestamp(%d), %d, 1)".formatted(PROBE_START + committed.size(), PROBE));
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            "INSERT INTO public.power_readings"
                + " (\"timestamp\", device_id, \"power_usage_kWh\") VALUES "
                + String.join(", ", values));
      }
      committed.add(System.nanoTime());
    }
  }

  private void read() {
    try {
      while (!stopped) {
        List<String[]> answer = clickHouse.of(LOOK);
        long answered = System.nanoTime();
        long landed = answer.isEmpty() ? 0 : Long.parseLong(answer.get(0)[0]);
        synchronized (committed) {
          for (int i = late.size(); i < Math.min(landed, committed.size()); i++) {
            late.add(answered - committed.get(i));
          }
        }
        Thread.sleep(LOOK_EVERY_MS);
      }
    } catch (IOException e) {
      failure = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many were written so far: what comes next has this number. */
  int written() {
    synchronized (committed) {
      return committed.size();
    }
  }

  /** Whether all of the first so many have been seen. */
  boolean seen(int first) throws IOException {
    if (!failure.isEmpty()) {
      throw new IOException(failure);
    }
    synchronized (committed) {
      return late.size() >= first;
    }
  }

  /** When one was seen, by {@link System#nanoTime}. */
  long seenAt(int number) {
    synchronized (committed) {
      return committed.get(number) + late.get(number);
    }
  }

  /** The number of the first that was written after a time. */
  int writtenAfter(long nanos) {
    synchronized (committed) {
      int number = 0;
      while (number < committed.size() && committed.get(number) - nanos <= 0) {
        number++;
      }
      return number;
    }
  }

  /** How late those were that were written from one number on and before another. */
  Latencies between(int from, int to) {
    synchronized (committed) {
      return Latencies.of(List.copyOf(late.subList(from, to)));
    }
  }

  /** Returns when nothing is written any more. */
  @Override
  public void close() {
    stopped = true;
    try {
      writer.join(END_WITHIN_MS);
      reader.join(END_WITHIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
