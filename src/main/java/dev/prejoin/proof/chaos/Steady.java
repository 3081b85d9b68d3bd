package dev.prejoin.proof.chaos;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The rows of one bucket: always the same number, only their measure changes, and only within
 * bounds.
 */
final class Steady implements Writer.Step {
  static final int DEVICE = 2;
  static final int ROWS = 500;
  static final int LEAST = 10;
  static final int BELOW = 20;

  /** 2002-01-01. */
  static final long HOUR = 1_009_843_200L;

  private static final int AT_ONCE = 3;

  private final Rows rows;

  Steady(Rows rows) {
    this.rows = rows;
  }

  /** Writes the rows unless they are there. */
  void load(Connection connection) throws SQLException {
    Shapes.execute(
        connection,
        "INSERT INTO public.power_readings (\"timestamp\", device_id, \"power_usage_kWh\")"
            + " SELECT to_timestamp(%d + n), %d, 15 FROM generate_series(0, %d) AS n"
                .formatted(HOUR, DEVICE, ROWS - 1)
            + " WHERE NOT EXISTS (SELECT FROM public.power_readings WHERE device_id = "
            + DEVICE
            + ")");
  }

  @Override
  public void write(Connection connection) throws SQLException {
    for (int i = 0; i < AT_ONCE; i++) {
      Shapes.execute(
          connection,
          "UPDATE public.power_readings SET \"power_usage_kWh\" = %s WHERE device_id = %d AND \"timestamp\" = '%s'"
              .formatted(
                  rows.within(LEAST, BELOW),
                  DEVICE,
                  Rows.time(HOUR + rows.random().nextInt(ROWS))));
    }
  }
}
