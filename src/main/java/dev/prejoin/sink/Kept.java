package dev.prejoin.sink;

import java.time.Duration;

/**
 * The rows that a table still has all of, as it forgets old ones. Older rows are frozen: what
 * aggregates count of them could not be counted anew, and stays as it is. A bucket's rows are of 25
 * hours at most, and the table forgets no row before {@link #from} minus four days.
 *
 * @param column the place of the column of time in a row
 * @param unitsPerSecond of its values, if they are times and no dates
 * @param from in seconds since 1970, the beginning of a day: older rows are refused
 */
public record Kept(int column, long unitsPerSecond, long from) {
  private static final long DAY = Duration.ofDays(1).toSeconds();

  /** How much later than the first row that the table keeps the first one is that is taken. */
  public static final int DAYS_OF_CARE = 4;

  /**
   * A row that may have been written before was taken then, perhaps a day ago. Its buckets can
   * still be counted.
   */
  public long replayedFrom() {
    return from - DAY;
  }

  /** Buckets that begin before can no longer be counted. */
  public long countedFrom() {
    return from - (DAYS_OF_CARE - 1) * DAY;
  }

  /**
   * Whether a row is too old.
   *
   * @param replay whether it may have been written before
   */
  boolean isFrozen(Object[] values, boolean replay) {
    long second = Long.MAX_VALUE;
    if (values[column] instanceof Long time) {
      second = Math.floorDiv(time, unitsPerSecond);
    } else if (values[column] instanceof Integer day) {
      second = day * DAY;
    }
    return second < (replay ? replayedFrom() : from);
  }
}
