package dev.prejoin.proof.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
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
  private static final int OTHERS = 1_000;
  private static final long PROBE = Watched.FIRST_DEVICE - 1;

  /** 2001-02-01: away from the watched devices' hour. */
  private static final long PROBE_START = 980_985_600L;

  private static final long TICK_MS = 50;
  private static final long LOOK_EVERY_MS = 10;
  private static final long WARM_MS = 5_000;
  private static final long REST_WITHIN_MS = 60_000;
  private static final long DRAINED_WITHIN_MS = 600_000;
  private static final int BATCH = 10_000;
  private static final double MILLIS = 1_000;
  private static final String LOOK =
      """
      SELECT device_id, customer_id, countMerge(usage_count), sumMerge(usage_sum)
      FROM l4_power_agg_stats WHERE device_id >= %d GROUP BY device_id, customer_id FORMAT TSV"""
          .formatted(PROBE);
  private static final String LANDED =
      "SELECT countMerge(usage_count), sumMerge(usage_sum) FROM l4_power_agg_stats"
          + " WHERE device_id < %d FORMAT TSV".formatted(PROBE);
  private static final String WANTED =
      "SELECT count(\"power_usage_kWh\"), coalesce(sum(\"power_usage_kWh\"), 0)"
          + " FROM public.power_readings WHERE device_id < "
          + PROBE;

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
  private final List<Long> probes = new ArrayList<>();
  private final List<Long> fresh = new ArrayList<>();
  private int looks;
  private int probesSeen;

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
          Latencies.of(fresh),
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
        fresh.clear();
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
          insert(connection, due - rows);
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

  /** Rows of any device, and one whose arrival is watched. */
  private void insert(Connection connection, long rows) throws SQLException {
    List<String> values = new ArrayList<>();
    for (long i = 1; i < rows; i++) {
      values.add(
          String.format(
              Locale.ROOT,
              "(now(), %d, %.10f)",
              1 + random.nextInt(OTHERS),
              random.nextInt(100 * 1_024) / 1_024d));
    }
    synchronized (probes) {
      values.add("(to_timestamp(%d), %d, 1)".formatted(PROBE_START + probes.size(), PROBE));
      execute(
          connection,
          "INSERT INTO public.power_readings"
              + " (\"timestamp\", device_id, \"power_usage_kWh\") VALUES "
              + String.join(", ", values));
      probes.add(System.nanoTime());
    }
  }

  private void look() throws IOException, InterruptedException {
    long asked = System.nanoTime();
    Map<Long, List<Seen>> seen = new HashMap<>();
    long landed = 0;
    for (String[] row : clickHouse.of(LOOK)) {
      long device = Long.parseLong(row[0]);
      if (device == PROBE) {
        landed += Long.parseLong(row[2]);
      } else {
        seen.computeIfAbsent(device, id -> new ArrayList<>())
            .add(new Seen(row[1], Long.parseLong(row[2]), Double.parseDouble(row[3])));
      }
    }
    long answered = System.nanoTime();
    looks++;
    synchronized (probes) {
      for (; probesSeen < Math.min(landed, probes.size()); probesSeen++) {
        fresh.add(answered - probes.get(probesSeen));
      }
    }
    watched.look(asked, answered, seen);
  }

  /**
   * Rows a second of a backlog, from its first row's commit until all of it is in the aggregates.
   */
  private double drain(Connection connection, double share)
      throws SQLException, IOException, InterruptedException {
    long begun = System.nanoTime();
    for (long done = 0; done < settings.rows(); done += BATCH) {
      long rows = Math.min(BATCH, settings.rows() - done);
      execute(
          connection,
          """
          INSERT INTO public.power_readings ("timestamp", device_id, "power_usage_kWh")
          SELECT to_timestamp(1041379200 + 3600 * (random() * 48)::int + n %% 3600),
            1 + (random() * %d)::int, (random() * 99 * 1024)::int / 1024.0
          FROM generate_series(1, %d) AS n"""
              .formatted(OTHERS - 1, rows));
      if (share > 0) {
        update(connection, Math.round(rows * share));
      }
    }
    String[] wanted = one(connection);
    while (true) {
      String[] landed = clickHouse.of(LANDED).get(0);
      if (Long.parseLong(landed[0]) == Long.parseLong(wanted[0])
          && Double.parseDouble(landed[1]) == Double.parseDouble(wanted[1])) {
        return settings.rows() / ((System.nanoTime() - begun) / 1e9);
      }
      if (System.nanoTime() - begun > DRAINED_WITHIN_MS * 1_000_000) {
        throw new IOException("a backlog did not reach the aggregates within ten minutes");
      }
      Thread.sleep(100);
    }
  }

  /** Of rows of any age, which are found by their keys. */
  private void update(Connection connection, long rows) throws SQLException {
    long last;
    try (Statement statement = connection.createStatement();
        ResultSet max = statement.executeQuery("SELECT max(id) FROM public.power_readings")) {
      max.next();
      last = max.getLong(1);
    }
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            UPDATE public.power_readings SET "power_usage_kWh" = (random() * 99 * 1024)::int / 1024.0
            WHERE device_id < ? AND id = ANY(?)""")) {
      statement.setLong(1, PROBE);
      statement.setArray(
          2,
          connection.createArrayOf(
              "bigint", random.longs(rows, 1, last + 1).boxed().toArray(Long[]::new)));
      statement.executeUpdate();
    }
  }

  private static String[] one(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(WANTED)) {
      rows.next();
      return new String[] {rows.getString(1), rows.getString(2)};
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
