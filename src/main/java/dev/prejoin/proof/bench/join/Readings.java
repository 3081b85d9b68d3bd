package dev.prejoin.proof.bench.join;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** What the source has: devices, and readings of 49 hours of them. */
final class Readings {
  /** 2003-01-01, in the middle of a month, so that time zones do not matter. */
  private static final long SINCE = 1_042_588_800L;

  private static final String[] FILL = {
    "TRUNCATE public.power_readings, public.device_metadata",
    """
    INSERT INTO public.device_metadata
    SELECT n, 'customer_' || n %% 997, (ARRAY['residential', 'office', 'retail', 'industrial'])[1 + n %% 4],
      (n %% 180) - 90, (n %% 360) - 180
    FROM generate_series(1, %2$d) AS n""",
    // Measures are multiples of a power of two, so that sums are exact in any order. The devices
    // come in no order: that is what makes a large dimension dear.
    """
    INSERT INTO public.power_readings ("timestamp", device_id, "power_usage_kWh")
    SELECT to_timestamp(%3$d + n * 176400 / %1$d),
      1 + hashint8(n)::bigint %% (%2$d / 2) + %2$d / 2, (n * 7919 %% 100352) / 1024.0
    FROM generate_series(1::bigint, %1$d) AS n"""
  };

  private Readings() {}

  /** Fills both tables, and nothing else is in them then. */
  static void fill(Connection connection, long rows, long devices) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String sql : FILL) {
        statement.execute(sql.formatted(rows, devices, SINCE));
      }
    }
  }
}
