package dev.prejoin.proof.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** Rows at an even rate, with {@link Probes}, by a thread of its own; another one looks. */
final class FreshRows implements AutoCloseable {
  private static final long TICK_MS = 50;
  private static final long LOOK_EVERY_MS = 50;
  private static final long END_WITHIN_MS = 10_000;
  private static final String LOOK =
      "SELECT countMerge(usage_count) FROM l4_power_agg_stats WHERE device_id = %d AND ts_hour < %d FORMAT TSV"
          .formatted(Probes.DEVICE, Probes.UNTIL);

  private final String jdbcUrl;
  private final String user;
  private final int rate;
  private final ClickHouseRows clickHouse;
  private final Probes probes = new Probes();
  private final Thread writer = new Thread(this::write, "bench-fresh-rows");
  private final Thread reader = new Thread(this::read, "bench-fresh-looks");
  private volatile boolean writes = true;
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

  /** Returns when nothing is written any more; what was written is looked for still. */
  void stopWriting() throws InterruptedException {
    writes = false;
    writer.join(END_WITHIN_MS);
  }

  private void write() {
    try (Connection connection = DriverManager.getConnection(jdbcUrl, user, "")) {
      long begun = System.nanoTime();
      long rows = 0;
      while (writes) {
        long due = (long) ((System.nanoTime() - begun) / 1e9 * rate);
        if (due > rows) {
          probes.insert(connection, due - rows);
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

  private void read() {
    try {
      while (!stopped) {
        List<String[]> answer = clickHouse.of(LOOK);
        long answered = System.nanoTime();
        long landed = answer.isEmpty() ? 0 : Long.parseLong(answer.get(0)[0]);
        probes.look(landed, answered);
        Thread.sleep(LOOK_EVERY_MS);
      }
    } catch (IOException e) {
      failure = String.valueOf(e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is written, and was seen. */
  Probes probes() {
    return probes;
  }

  /** Whether all of the first so many have been seen. */
  boolean seen(int first) throws IOException {
    if (!failure.isEmpty()) {
      throw new IOException(failure);
    }
    return probes.seen() >= first;
  }

  /** Returns when nothing is written any more. */
  @Override
  public void close() {
    writes = false;
    stopped = true;
    try {
      writer.join(END_WITHIN_MS);
      reader.join(END_WITHIN_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
