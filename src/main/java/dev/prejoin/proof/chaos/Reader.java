package dev.prejoin.proof.chaos;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Polls the aggregates all the while, as a dashboard does, and knows what can never be in them,
 * whatever is in flight: a count that falls or is above the source's, a bucket that vanishes, a sum
 * that does not fit its count.
 */
final class Reader implements AutoCloseable {
  private static final long PAUSE_MS = 100;

  /** So long as looks take on a busy machine, they leave it to what they look at. */
  private static final int PAUSE_OF_LOOKS = 3;

  private static final int LAGS = 30;
  private static final String BUCKETS =
      """
      SELECT device_id, toUnixTimestamp(ts_hour), countMerge(usage_count), sumMerge(usage_sum),
        minMerge(usage_min), maxMerge(usage_max)
      FROM l4_power_agg_stats
      WHERE device_id IN (%d, %d) AND ts_hour >= %d AND ts_hour <= %d
      GROUP BY device_id, ts_hour"""
          .formatted(Probes.DEVICE, Steady.DEVICE, Probes.START, Steady.HOUR);
  private static final String SOURCE =
      """
      SELECT extract(epoch FROM date_trunc('hour', "timestamp"))::bigint, count(*)
      FROM public.power_readings WHERE device_id = %d GROUP BY 1"""
          .formatted(Probes.DEVICE);

  private record Bucket(long hour, long count, double sum, double min, double max) {
    String text() {
      return "count %d, sum %s, min %s, max %s".formatted(count, sum, min, max);
    }
  }

  private final Aggregates aggregates;
  private final Source source;
  private final Probes probes;
  private final Consumer<String> violation;
  private final Map<Long, Bucket> seen = new HashMap<>();
  private final Thread thread = new Thread(this::run, "chaos-reader");
  private boolean steadyWhole;
  private @Nullable Connection connection;
  private volatile boolean stopped;
  private volatile long movedAt = System.nanoTime();
  private final AtomicLong reads = new AtomicLong();

  /** How many probes were in the aggregates at a time. */
  private record Sight(long asked, long behind, long landed) {}

  private volatile Sight last = new Sight(System.nanoTime(), 0, 0);
  private final Deque<Long> lags = new ArrayDeque<>();

  /**
   * @param violation told what was wrong
   */
  Reader(Aggregates aggregates, Source source, Probes probes, Consumer<String> violation) {
    this.aggregates = aggregates;
    this.source = source;
    this.probes = probes;
    this.violation = violation;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** How often the aggregates were read. */
  long reads() {
    return reads.get();
  }

  /** Seconds since more rows than before were seen. */
  double standsStill() {
    return (System.nanoTime() - movedAt) / 1e9;
  }

  /** Seconds that the aggregates were behind lately, as the median of the last looks. */
  double usualLag() {
    synchronized (lags) {
      List<Long> sorted = lags.stream().sorted().toList();
      return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2) / 1e9;
    }
  }

  /**
   * Waits until the aggregates are no further behind than so much, with rows in them that were
   * committed after a time.
   *
   * @return the time of the look that showed it, or null if it did not come to that
   */
  @Nullable Long awaitCaughtUp(long since, double lagSeconds, long limitMillis)
      throws InterruptedException {
    int before = probes.committedBy(since);
    long end = System.nanoTime() + limitMillis * 1_000_000;
    while (System.nanoTime() - end < 0) {
      Sight sight = last;
      if (sight.asked() - since > 0
          && sight.landed() > before
          && sight.behind() <= lagSeconds * 1e9) {
        return sight.asked();
      }
      Thread.sleep(20);
    }
    return null;
  }

  private void run() {
    while (!stopped) {
      try {
        long begun = System.nanoTime();
        look();
        long took = (System.nanoTime() - begun) / 1_000_000;
        Thread.sleep(Math.max(PAUSE_MS, PAUSE_OF_LOOKS * took));
      } catch (IOException e) {
        // ClickHouse is away: nothing is seen.
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void look() throws IOException, InterruptedException {
    long asked = System.nanoTime();
    Map<Long, Bucket> now = new HashMap<>();
    Bucket steady = null;
    for (String[] row : aggregates.rows(BUCKETS)) {
      Bucket bucket =
          new Bucket(
              Long.parseLong(row[1]),
              Long.parseLong(row[2]),
              Double.parseDouble(row[3]),
              Double.parseDouble(row[4]),
              Double.parseDouble(row[5]));
      if (Integer.parseInt(row[0]) == Steady.DEVICE) {
        steady = bucket;
      } else {
        now.put(bucket.hour(), bucket);
      }
    }
    reads.incrementAndGet();
    judgeSteady(steady);
    judgeProbes(now);
    long landed = now.values().stream().mapToLong(Bucket::count).sum();
    if (landed > last.landed()) {
      movedAt = asked;
    }
    last = new Sight(asked, probes.behind(landed, asked), landed);
    synchronized (lags) {
      lags.addLast(last.behind());
      if (lags.size() > LAGS) {
        lags.removeFirst();
      }
    }
    if (connection != null || !now.isEmpty()) {
      compareWithSource(now);
    }
  }

  private void judgeSteady(@Nullable Bucket steady) {
    if (steady == null) {
      if (steadyWhole) {
        violation.accept("the steady bucket vanished");
      }
      return;
    }
    steadyWhole |= steady.count() == Steady.ROWS;
    boolean right =
        (steadyWhole ? steady.count() == Steady.ROWS : steady.count() <= Steady.ROWS)
            && steady.min() >= Steady.LEAST
            && steady.max() < Steady.BELOW
            && steady.sum() >= steady.count() * (double) Steady.LEAST
            && steady.sum() <= steady.count() * (double) Steady.BELOW;
    if (!right) {
      violation.accept(
          "the steady bucket of %d rows, all in [%d, %d): %s"
              .formatted(Steady.ROWS, Steady.LEAST, Steady.BELOW, steady.text()));
    }
  }

  private void judgeProbes(Map<Long, Bucket> now) {
    for (Bucket before : seen.values()) {
      Bucket after = now.get(before.hour());
      if (after == null) {
        violation.accept("the bucket of hour %d vanished".formatted(before.hour()));
      } else if (after.count() < before.count()) {
        violation.accept(
            "hour %d fell from count %d to %s"
                .formatted(before.hour(), before.count(), after.text()));
      }
    }
    for (Bucket bucket : now.values()) {
      if (bucket.sum() != bucket.count() || bucket.min() != 1 || bucket.max() != 1) {
        violation.accept(
            "hour %d, in which each row is 1: %s".formatted(bucket.hour(), bucket.text()));
      }
    }
    seen.clear();
    seen.putAll(now);
  }

  /** Asked after the aggregates: what these have, the source must have had. */
  private void compareWithSource(Map<Long, Bucket> now) {
    try {
      Connection open = connection;
      if (open == null) {
        open = source.connect();
        connection = open;
      }
      try (Statement statement = open.createStatement();
          ResultSet rows = statement.executeQuery(SOURCE)) {
        while (rows.next()) {
          Bucket bucket = now.get(rows.getLong(1));
          if (bucket != null && bucket.count() > rows.getLong(2)) {
            violation.accept(
                "hour %d has %s, the source only %d rows"
                    .formatted(bucket.hour(), bucket.text(), rows.getLong(2)));
          }
        }
      }
    } catch (SQLException e) {
      closeConnection();
    }
  }

  private void closeConnection() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.close();
      } catch (SQLException e) {
        // Broken already.
      }
    }
  }

  @Override
  public void close() {
    stopped = true;
    thread.interrupt();
  }
}
