package dev.prejoin.proof.chaos;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of a device of their own, ten a second, that are only ever inserted: each of another second
 * of the year 2001 and with a measure of 1. From how many of them are in the aggregates follows how
 * far behind these are.
 */
final class Probes implements Writer.Step {
  static final int DEVICE = 1;
  static final long EVERY_MS = 100;

  /** 2001-01-01. */
  static final long START = 978_307_200L;

  private static final String COUNT =
      "SELECT count(*) FROM public.power_readings WHERE device_id = " + DEVICE;

  /** When each was known to be committed; those of an earlier run long ago. */
  private final List<Long> committedAt = new ArrayList<>();

  private boolean sure;

  @Override
  public void write(Connection connection) throws SQLException {
    if (!sure) {
      // The last one before a break may be there or not.
      long there = Source.number(connection, COUNT);
      while (size() < there) {
        committed();
      }
      sure = true;
    }
    sure = false;
    Shapes.execute(
        connection,
        "INSERT INTO public.power_readings (\"timestamp\", device_id, \"power_usage_kWh\")"
            + " VALUES ('%s', %d, 1)".formatted(Rows.time(START + size()), DEVICE));
    committed();
    sure = true;
  }

  private synchronized void committed() {
    committedAt.add(System.nanoTime());
  }

  synchronized int size() {
    return committedAt.size();
  }

  /**
   * How far behind aggregates are that hold so many of them at a time.
   *
   * @return nanoseconds since the commit of the first that they lack
   */
  synchronized long behind(long landed, long nanos) {
    return landed < committedAt.size() ? Math.max(0, nanos - committedAt.get((int) landed)) : 0;
  }

  /** How many were committed by a time of {@link System#nanoTime}. */
  synchronized int committedBy(long nanos) {
    int low = 0;
    int high = committedAt.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (committedAt.get(middle) - nanos <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
