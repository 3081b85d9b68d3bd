package dev.prejoin.proof.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Rows of now, and with each statement that inserts some a probe, whose arrival in the aggregates
 * is watched: from how many of these are there follows how late each was. One thread may insert
 * while another looks.
 */
final class Probes {
  /** The probes' device, above all that others write. */
  static final long DEVICE = 2_999_999_999L;

  /** 2001-03-01: no probe is later. */
  static final long UNTIL = 983_404_800L;

  /** 2001-01-15, of the month of other watched devices; a probe a second of it. */
  private static final long SINCE = 979_516_800L;

  private static final int OTHERS = 1_000;

  private final SplittableRandom random = new SplittableRandom(1);
  private final List<Long> committed = new ArrayList<>();
  private final List<Long> late = new ArrayList<>();

  /** Inserts so many rows, one of which is a probe. */
  void insert(Connection connection, long rows) throws SQLException {
    List<String> values = new ArrayList<>();
    for (long i = 1; i < rows; i++) {
      values.add(
          String.format(
              Locale.ROOT,
              "(now(), %d, %.10f)",
              1 + random.nextInt(OTHERS),
              random.nextInt(99 * 1_024) / 1_024d));
    }
    values.add("(to_timestamp(%d), %d, 1)".formatted(SINCE + written(), DEVICE));
    synchronized (this) {
      SourceSql.execute(
          connection,
          "INSERT INTO public.power_readings"
              + " (\"timestamp\", device_id, \"power_usage_kWh\") VALUES "
              + String.join(", ", values));
      committed.add(System.nanoTime());
    }
  }

  /**
   * Takes a look.
   *
   * @param landed how many probes the aggregates count
   * @param answered when they said so, by {@link System#nanoTime}
   */
  synchronized void look(long landed, long answered) {
    for (int i = late.size(); i < Math.min(landed, committed.size()); i++) {
      late.add(answered - committed.get(i));
    }
  }

  /** How many there are so far: what comes next has this number. */
  synchronized int written() {
    return committed.size();
  }

  /** How many of them have been seen. */
  synchronized int seen() {
    return late.size();
  }

  /** When one was seen, by {@link System#nanoTime}. */
  synchronized long seenAt(int number) {
    return committed.get(number) + late.get(number);
  }

  /** The number of the first that was written after a time. */
  synchronized int writtenAfter(long nanos) {
    int number = 0;
    while (number < committed.size() && committed.get(number) - nanos <= 0) {
      number++;
    }
    return number;
  }

  /** For how long the first that was not seen has been missing, in nanoseconds; 0 if all were. */
  synchronized long missingFor(long now) {
    return seen() == written() ? 0 : now - committed.get(seen());
  }

  /** How late those were that were written from one number on and before another. */
  synchronized Latencies between(int from, int to) {
    return Latencies.of(List.copyOf(late.subList(from, to)));
  }
}
