package dev.prejoin.proof.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Measures on a running power pipeline how soon corrections are in the aggregates while fresh rows
 * flow, and how many rows a second a backlog with corrections makes beside one without.
 */
public final class CorrectionsBench {
  private static final int WATCHED = 200;
  private static final long TICK_MS = 50;
  private static final long LOOK_EVERY_MS = 10;
  private static final long WARM_MS = 30_000;
  private static final long REST_WITHIN_MS = 60_000;
  private static final long DRAINED_WITHIN_MS = 600_000;
  private static final long DRAINED_EVERY_MS = 100;
  private static final double MILLIS = 1_000;

  /** Of the hours that a dashboard shows, as it does. */
  private static final String LOOK =
      """
      SELECT device_id, customer_id, countMerge(usage_count), sumMerge(usage_sum)
      FROM l4_power_agg_stats WHERE device_id >= %d AND ts_hour < %d
      GROUP BY device_id, customer_id FORMAT TSV"""
          .formatted(Probes.DEVICE, Probes.UNTIL);

  /**
   * What is measured, and where.
   *
   * @param rate fresh rows a second
   * @param share corrections to a fresh row
   * @param seconds for how long times are measured
   * @param rows of a backlog
   * @param rounds backlogs without corrections and with them
   */
  public record Settings(
      String jdbcUrl,
      String user,
      String clickHouseUrl,
      int rate,
      double share,
      int seconds,
      long rows,
      int rounds) {}

  private final Settings settings;
  private final Consumer<String> progress;
  private final ClickHouseRows clickHouse;
  private final SplittableRandom random = new SplittableRandom(1);
  private final Watched watched = new Watched(WATCHED, random.split());
  private final Probes probes = new Probes();
  private int looks;
  private int warmProbes;

  public CorrectionsBench(Settings settings, Consumer<String> progress) {
    this.settings = settings;
    this.progress = progress;
    this.clickHouse = new ClickHouseRows(settings.clickHouseUrl());
  }

  /**
   * Measures; the pipeline runs already, on empty tables.
   *
   * @throws SQLException if PostgreSQL refuses something
   * @throws IOException if ClickHouse does
   */
  public CorrectionsReport run() throws SQLException, IOException, InterruptedException {
    try (Connection connection =
        DriverManager.getConnection(settings.jdbcUrl(), settings.user(), "")) {
      watched.load(connection);
      awaitLoaded();
      times();
      List<CorrectionsReport.Round> rounds = new ArrayList<>();
      for (int round = 1; round <= settings.rounds(); round++) {
        progress.accept(
            "Backlog %d of %d, without corrections".formatted(round, settings.rounds()));
        double without = drain(connection, 0);
        progress.accept("Backlog %d of %d, with corrections".formatted(round, settings.rounds()));
        rounds.add(new CorrectionsReport.Round(without, drain(connection, settings.share())));
      }
      Map<String, Latencies> corrections = new HashMap<>();
      watched.latencies().forEach((kind, times) -> corrections.put(kind.name(), times));
      corrections.put(CorrectionsReport.ALL, watched.all());
      Map<String, Integer> between = new HashMap<>();
      for (Watched.Kind kind : Watched.Kind.values()) {
        between.put(kind.name(), watched.between(kind));
      }
      return new CorrectionsReport(
          settings.rate(),
          settings.share(),
          probes.between(warmProbes, probes.seen()),
          corrections,
          between,
          watched.wrong(),
          looks,
          rounds);
    }
  }

  private void awaitLoaded() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (!watched.isSeen()) {
      if (System.nanoTime() - begun > REST_WITHIN_MS * 1_000_000) {
        throw new IOException("the first rows did not reach the aggregates within a minute");
      }
      look();
      Thread.sleep(LOOK_EVERY_MS);
    }
  }

  private void times() throws IOException, InterruptedException {
    CompletableFuture<Void> writer = CompletableFuture.runAsync(this::write);
    long begun = System.nanoTime();
    boolean warm = false;
    while (!writer.isDone() || !watched.isAtRest()) {
      long ran = (System.nanoTime() - begun) / 1_000_000;
      if (ran > WARM_MS + settings.seconds() * MILLIS + REST_WITHIN_MS) {
        throw new IOException("corrections did not reach the aggregates within a minute");
      }
      look();
      if (!warm && ran > WARM_MS) {
        warm = true;
        watched.forget();
        warmProbes = probes.seen();
        looks = 0;
      }
      progress.accept("Corrections while rows flow: %d s".formatted(ran / 1_000));
      Thread.sleep(LOOK_EVERY_MS);
    }
    writer.join();
  }

  private void write() {
    try (Connection connection =
        DriverManager.getConnection(settings.jdbcUrl(), settings.user(), "")) {
      long begun = System.nanoTime();
      long rows = 0;
      double corrections = 0;
      double seconds = 0;
      while (seconds < WARM_MS / MILLIS + settings.seconds()) {
        seconds = (System.nanoTime() - begun) / 1e9;
        long due = (long) (seconds * settings.rate());
        if (due > rows) {
          probes.insert(connection, due - rows);
          rows = due;
        }
        for (; corrections < seconds * settings.rate() * settings.share(); corrections++) {
          if (!watched.correct(connection)) {
            break;
          }
        }
        Thread.sleep(TICK_MS);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() throws IOException, InterruptedException {
    long asked = System.nanoTime();
    Map<Long, List<Seen>> seen = new HashMap<>();
    long landed = 0;
    for (String[] row : clickHouse.of(LOOK)) {
      long device = Long.parseLong(row[0]);
      if (device == Probes.DEVICE) {
        landed += Long.parseLong(row[2]);
      } else {
        seen.computeIfAbsent(device, id -> new ArrayList<>())
            .add(new Seen(row[1], Long.parseLong(row[2]), Double.parseDouble(row[3])));
      }
    }
    long answered = System.nanoTime();
    looks++;
    probes.look(landed, answered);
    watched.look(asked, answered, seen);
  }

  /**
   * Rows a second of a backlog, from its first row's commit until all of it is in the aggregates.
   */
  private double drain(Connection connection, double share)
      throws SQLException, IOException, InterruptedException {
    long begun = System.nanoTime();
    for (long done = 0; done < settings.rows(); done += Backlog.BATCH) {
      long rows = Math.min(Backlog.BATCH, settings.rows() - done);
      Backlog.insert(connection, rows);
      if (share > 0) {
        update(connection, Math.round(rows * share));
      }
    }
    String last =
        "SELECT count() FROM l3_power_joined WHERE _key = %d FORMAT TSV"
            .formatted(SourceSql.lastKey(connection));
    Backlog.Truth truth = Backlog.ofAll(connection);
    // First what is cheap to ask: to count all aggregates all the while takes what is measured.
    while (clickHouse.of(last).get(0)[0].equals("0") || !truth.isIn(clickHouse)) {
      if (System.nanoTime() - begun > DRAINED_WITHIN_MS * 1_000_000) {
        throw new IOException("a backlog did not reach the aggregates within ten minutes");
      }
      Thread.sleep(DRAINED_EVERY_MS);
    }
    return settings.rows() / ((System.nanoTime() - begun) / 1e9);
  }

  /** Of rows of any age, which are found by their keys. */
  private void update(Connection connection, long rows) throws SQLException {
    long last = SourceSql.lastKey(connection);
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE public.power_readings SET "power_usage_kWh" = (random() * 99 * 1024)::int / 1024.0
            WHERE device_id < ? AND id = ANY(?)""")) {
      statement.setLong(1, Probes.DEVICE);
      statement.setArray(
          2,
          connection.createArrayOf(
              "bigint", random.longs(rows, 1, last + 1).boxed().toArray(Long[]::new)));
      statement.executeUpdate();
    }
  }
}
