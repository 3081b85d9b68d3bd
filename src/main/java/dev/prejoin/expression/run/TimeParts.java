package dev.prejoin.expression.run;

import dev.prejoin.schema.BadRowException;

/** Parts of a time. Seconds are those since 1970-01-01 UTC, without what comes behind the point. */
public final class TimeParts {
  private static final long LAST_UINT32 = 0xFFFF_FFFFL;

  private TimeParts() {}

  /**
   * The second that a time lies in.
   *
   * @param time in units of which there are so many in a second
   */
  public static long second(long time, long perSecond) {
    return Math.floorDiv(time, perSecond);
  }

  public static long day(long second, Zone zone) {
    return zone.day(second);
  }

  public static long hour(long second, Zone zone) {
    return zone.hour(second);
  }

  public static long minute(long second, Zone zone) {
    return zone.minute(second);
  }

  public static long secondOfMinute(long second, Zone zone) {
    return zone.second(second);
  }

  /**
   * Those since the last full second.
   *
   * @param wanted how many of the result are in a second
   */
  public static long fraction(long time, long perSecond, long wanted) {
    long units = Math.floorMod(time, perSecond);
    return wanted >= perSecond ? units * (wanted / perSecond) : units / (perSecond / wanted);
  }

  /**
   * Date and clock as the digits of a number.
   *
   * @param yyyymmdd the digits of the date
   */
  public static long yyyymmddhhmmss(long yyyymmdd, long second, Zone zone) {
    long clock = zone.clock(second);
    long hour = Math.min(23, clock / 3_600);
    return ((yyyymmdd * 100 + hour) * 100 + clock / 60 % 60) * 100 + clock % 60;
  }

  /** The digits of a date and of midnight. */
  public static long midnight(long yyyymmdd) {
    return yyyymmdd * 1_000_000;
  }

  /** A second as a UInt32. */
  public static long unixTimestamp(long time, long perSecond) {
    long second = time / perSecond;
    if (second < 0 || second > LAST_UINT32) {
      throw new BadRowException("toUnixTimestamp: the time lies before 1970 or after 2106-02-07");
    }
    return second;
  }

  /** The second when a day begins; as in ClickHouse, it wraps around beyond 32 bits. */
  public static long unixTimestampOfDay(long day) {
    return day * Zone.DAY & LAST_UINT32;
  }
}
