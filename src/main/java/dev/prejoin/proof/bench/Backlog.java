package dev.prejoin.proof.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Readings of 49 hours of 2003, which nobody else writes, many at a time. */
final class Backlog {
  /** 2003-01-01 and 2010-01-01: a backlog is of this time, fresh rows are not. */
  static final long SINCE = 1_041_379_200L;

  static final long UNTIL = 1_262_304_000L;

  /** So many a transaction. */
  static final int BATCH = 10_000;

  private static final int DEVICES = 1_000;

  private Backlog() {}

  /** Inserts some; measures are multiples of a power of two, so that sums are exact. */
  static void insert(Connection connection, long rows) throws SQLException {
    SourceSql.execute(
        connection,
        """
        INSERT INTO public.power_readings ("timestamp", device_id, "power_usage_kWh")
        SELECT to_timestamp(%d + 3600 * (random() * 48)::int + n %% 3600),
          1 + (random() * %d)::int, (random() * 98 * 1024)::int / 1024.0
        FROM generate_series(1, %d) AS n"""
            .formatted(SINCE, DEVICES - 1, rows));
  }

  /** What the aggregates of other devices than the watched ones are to say. */
  record Truth(String where, long count, double sum) {
    /** Whether they do. */
    boolean isIn(ClickHouseRows clickHouse) throws IOException, InterruptedException {
      String[] row =
          clickHouse
              .of(
                  "SELECT countMerge(usage_count), sumMerge(usage_sum) FROM l4_power_agg_stats"
                      + " WHERE %s FORMAT TSV".formatted(where))
              .get(0);
      return Long.parseLong(row[0]) == count && Double.parseDouble(row[1]) == sum;
    }
  }

  /** What the source says of all other devices than the watched ones. */
  static Truth ofAll(Connection connection) throws SQLException {
    String others = "device_id < " + Probes.DEVICE;
    return truth(connection, others, others);
  }

  /** The same of the time of backlogs only. */
  static Truth ofItsTime(Connection connection) throws SQLException {
    return truth(
        connection,
        "ts_hour >= %d AND ts_hour < %d".formatted(SINCE, UNTIL),
        "\"timestamp\" >= to_timestamp(%d) AND \"timestamp\" < to_timestamp(%d)"
            .formatted(SINCE, UNTIL));
  }

  private static Truth truth(Connection connection, String aggregated, String where)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT count(\"power_usage_kWh\"), coalesce(sum(\"power_usage_kWh\"), 0)"
                    + " FROM public.power_readings WHERE "
                    + where)) {
      row.next();
      return new Truth(aggregated, row.getLong(1), row.getDouble(2));
    }
  }
}
