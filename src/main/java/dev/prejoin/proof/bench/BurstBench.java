package dev.prejoin.proof.bench;

import dev.prejoin.proof.Comparison;
import dev.prejoin.proof.OracleReport;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
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
  private static final long CALM_MS = 15_000;
  private static final long LOOK_EVERY_MS = 1_000;
  private static final long LANDED_WITHIN_MS = 1_800_000;

  /** All rounds since the tables were made; the server keeps them for a day. */
  private static final String ROUNDS =
      """
      SELECT
        (SELECT max(n) FROM (SELECT uniqExact(_seg) AS n FROM l4_power_agg_stats_round
          WHERE ts_hour >= %1$d AND ts_hour < %2$d GROUP BY _shard)),
        count(), uniqExact(ts_hour, device_id, customer_id, building_type, _shard)
      FROM l4_power_agg_stats_round WHERE ts_hour >= %1$d AND ts_hour < %2$d FORMAT TSV"""
          .formatted(Backlog.SINCE, Backlog.UNTIL);

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
      int calm = fresh.probes().written();
      long begun = System.nanoTime();
      update(connection);
      double wrote = seconds(begun);
      long committed = System.nanoTime();
      int next = fresh.probes().written();
      awaitLanded(connection, "The burst lands");
      double seconds = seconds(committed);
      int over = fresh.probes().written();
      long[] after = rounds();
      Thread.sleep(CALM_MS);
      int last = fresh.probes().written();
      awaitSeen(fresh, last);
      fresh.close();
      long landed = fresh.probes().seenAt(next);
      int behind = Math.min(over, fresh.probes().writtenAfter(landed));
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
          fresh.probes().between(0, calm),
          fresh.probes().between(calm, behind),
          fresh.probes().between(behind, over),
          fresh.probes().between(over, last),
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
    for (long done = 0; done < settings.rows(); done += Backlog.BATCH) {
      progress.accept("Rows to be updated: %,d".formatted(done));
      Backlog.insert(connection, Math.min(Backlog.BATCH, settings.rows() - done));
    }
  }

  private void update(Connection connection) throws SQLException {
    long each = SourceSql.lastKey(connection) / settings.transactions() + 1;
    for (int i = 0; i < settings.transactions(); i++) {
      progress.accept("Transaction %d of %d".formatted(i + 1, settings.transactions()));
      SourceSql.execute(
          connection, UPDATE.formatted(i * each, (i + 1) * each, Backlog.SINCE, Backlog.UNTIL));
    }
  }

  private void awaitLanded(Connection connection, String what)
      throws SQLException, IOException, InterruptedException {
    Backlog.Truth truth = Backlog.ofItsTime(connection);
    long begun = System.nanoTime();
    while (true) {
      boolean landed = truth.isIn(clickHouse);
      memory.get().forEach((process, bytes) -> most.merge(process, bytes, Math::max));
      if (landed) {
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
}
