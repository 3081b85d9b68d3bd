package dev.prejoin.proof.bench;

import dev.prejoin.proof.Comparison;
import dev.prejoin.proof.OracleReport;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Measures on a running power pipeline what it takes until a burst of updates is in the aggregates,
 * how often their buckets are counted anew for it, and how late fresh rows are meanwhile.
 */
public final class BurstBench {
  private static final int DEVICES = 1_000;
  private static final int BATCH = 10_000;
  private static final long CALM_MS = 15_000;
  private static final long LOOK_EVERY_MS = 1_000;
  private static final long LANDED_WITHIN_MS = 1_800_000;

  /** 2003-01-01 and 2010-01-01: what is updated is of this time, fresh rows are not. */
  private static final long SINCE = 1_041_379_200L;

  private static final long UNTIL = 1_262_304_000L;

  private static final String LANDED =
      """
      SELECT countMerge(usage_count), sumMerge(usage_sum) FROM l4_power_agg_stats
      WHERE ts_hour >= %d AND ts_hour < %d FORMAT TSV"""
          .formatted(SINCE, UNTIL);

  private static final String WANTED =
      """
      SELECT count("power_usage_kWh"), coalesce(sum("power_usage_kWh"), 0)
      FROM public.power_readings
      WHERE "timestamp" >= to_timestamp(%d) AND "timestamp" < to_timestamp(%d)"""
          .formatted(SINCE, UNTIL);

  /** All rounds since the tables were made; the server keeps them for a day. */
  private static final String ROUNDS =
      """
      SELECT
        (SELECT max(n) FROM (SELECT uniqExact(_seg) AS n FROM l4_power_agg_stats_round
          WHERE ts_hour >= %1$d AND ts_hour < %2$d GROUP BY _shard)),
        count(), uniqExact(ts_hour, device_id, customer_id, building_type, _shard)
      FROM l4_power_agg_stats_round WHERE ts_hour >= %1$d AND ts_hour < %2$d FORMAT TSV"""
          .formatted(SINCE, UNTIL);

  /** So that sums are exact in any order: all measures are multiples of a power of two. */
  private static final String UPDATE =
      """
      UPDATE public.power_readings
      SET "power_usage_kWh" = (("power_usage_kWh" * 1024)::bigint + 1024) %% (99 * 1024) / 1024.0
      WHERE id > %d AND id <= %d
        AND "timestamp" >= to_timestamp(%d) AND "timestamp" < to_timestamp(%d)""";

  /**
   * What is measured, and where.
   *
   * @param rows that are updated
   * @param transactions in which they are
   * @param rate fresh rows a second
   */
  public record Settings(
      String jdbcUrl, String user, String clickHouseUrl, long rows, int transactions, int rate) {}

  private final Settings settings;
  private final Supplier<OracleReport> oracle;
  private final Supplier<Map<String, Long>> memory;
  private final Consumer<String> progress;
  private final ClickHouseRows clickHouse;
  private final Map<String, Long> most = new HashMap<>();

  /**
   * A bench that is not begun.
   *
   * @param oracle compares everything; asked at the end
   * @param memory how many bytes each process has resident now
   */
  public BurstBench(
      Settings settings,
      Supplier<OracleReport> oracle,
      Supplier<Map<String, Long>> memory,
      Consumer<String> progress) {
    this.settings = settings;
    this.oracle = oracle;
    this.memory = memory;
    this.progress = progress;
    this.clickHouse = new ClickHouseRows(settings.clickHouseUrl());
  }

  /**
   * Measures; the pipeline runs already, on empty tables.
   *
   * @throws SQLException if PostgreSQL refuses something
   * @throws IOException if ClickHouse does, or rows do not arrive within half an hour
   */
  public BurstReport run() throws SQLException, IOException, InterruptedException {
    try (Connection connection =
            DriverManager.getConnection(settings.jdbcUrl(), settings.user(), "");
        FreshRows fresh =
            new FreshRows(settings.jdbcUrl(), settings.user(), settings.rate(), clickHouse)) {
      load(connection);
      awaitLanded(connection, "The rows that are to be updated land");
      long[] before = rounds();
      fresh.start();
      progress.accept("Fresh rows, and nothing else");
      Thread.sleep(CALM_MS);
      int calm = fresh.written();
      long begun = System.nanoTime();
      update(connection);
      double wrote = seconds(begun);
      long committed = System.nanoTime();
      int next = fresh.written();
      awaitLanded(connection, "The burst lands");
      double seconds = seconds(committed);
      int over = fresh.written();
      long[] after = rounds();
      Thread.sleep(CALM_MS);
      int last = fresh.written();
      awaitSeen(fresh, last);
      fresh.close();
      long landed = fresh.seenAt(next);
      int behind = Math.min(over, fresh.writtenAfter(landed));
      OracleReport report = judge();
      return new BurstReport(
          settings.rows(),
          settings.transactions(),
          settings.rate(),
          wrote,
          (landed - committed) / 1e9,
          seconds,
          after[0] - before[0],
          after[1] - before[1],
          after[2],
          fresh.between(0, calm),
          fresh.between(calm, behind),
          fresh.between(behind, over),
          fresh.between(over, last),
          most,
          report.equal(),
          report.comparisons().stream()
              .filter(comparison -> !comparison.equal())
              .map(Comparison::table)
              .collect(Collectors.joining(", ")));
    }
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private void load(Connection connection) throws SQLException {
    for (long done = 0; done < settings.rows(); done += BATCH) {
      progress.accept("Rows to be updated: %,d".formatted(done));
      execute(
          connection,
          """
          INSERT INTO public.power_readings ("timestamp", device_id, "power_usage_kWh")
          SELECT to_timestamp(%d + 3600 * (random() * 48)::int + n %% 3600),
            1 + (random() * %d)::int, (random() * 98 * 1024)::int / 1024.0
          FROM generate_series(1, %d) AS n"""
              .formatted(SINCE, DEVICES - 1, Math.min(BATCH, settings.rows() - done)));
    }
  }

  private void update(Connection connection) throws SQLException {
    long last = Long.parseLong(one(connection, "SELECT max(id), 0 FROM public.power_readings")[0]);
    long each = last / settings.transactions() + 1;
    for (int i = 0; i < settings.transactions(); i++) {
      progress.accept("Transaction %d of %d".formatted(i + 1, settings.transactions()));
      execute(connection, UPDATE.formatted(i * each, (i + 1) * each, SINCE, UNTIL));
    }
  }

  private void awaitLanded(Connection connection, String what)
      throws SQLException, IOException, InterruptedException {
    String[] wanted = one(connection, WANTED);
    long begun = System.nanoTime();
    while (true) {
      String[] landed = clickHouse.of(LANDED).get(0);
      memory.get().forEach((process, bytes) -> most.merge(process, bytes, Math::max));
      if (Long.parseLong(landed[0]) == Long.parseLong(wanted[0])
          && Double.parseDouble(landed[1]) == Double.parseDouble(wanted[1])) {
        return;
      }
      long ran = (System.nanoTime() - begun) / 1_000_000;
      if (ran > LANDED_WITHIN_MS) {
        throw new IOException("not all has landed within half an hour");
      }
      progress.accept("%s: %d s".formatted(what, ran / 1_000));
      Thread.sleep(LOOK_EVERY_MS);
    }
  }

  private static void awaitSeen(FreshRows fresh, int all) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (!fresh.seen(all)) {
      if (System.nanoTime() - begun > LANDED_WITHIN_MS * 1_000_000) {
        throw new IOException("fresh rows did not reach the aggregates within half an hour");
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
  }

  /** A row that was corrected last may be there a moment before the table of its source's is. */
  private OracleReport judge() throws InterruptedException {
    progress.accept("The oracle compares");
    OracleReport report = oracle.get();
    for (int i = 0; i < 5 && !report.equal(); i++) {
      Thread.sleep(LOOK_EVERY_MS * 2);
      report = oracle.get();
    }
    return report;
  }

  /** Rounds, buckets as often as they were counted, and different ones. */
  private long[] rounds() throws IOException, InterruptedException {
    List<String[]> rows = clickHouse.of(ROUNDS);
    String[] row = rows.get(0);
    long[] counts = new long[row.length];
    for (int i = 0; i < row.length; i++) {
      counts[i] = row[i].equals("\\N") ? 0 : Long.parseLong(row[i]);
    }
    return counts;
  }

  private static String[] one(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
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
