package dev.prejoin.expression.run;

/** The second when something begins that a second, counted from 1970-01-01 UTC, is in. */
public final class TimeStarts {
  private static final long LAST_UINT32 = 0xFFFF_FFFFL;
  private static final long MINUTE = 60;
  private static final long HOUR = 3_600;

  private TimeStarts() {}

  /** When a day begins. */
  public static long day(long day, Zone zone) {
    return zone.begin(day);
  }

  /** The same for a Date or DateTime: at the earliest the first day to begin since 1970. */
  public static long daySince1970(long day, Zone zone) {
    return zone.beginSince1970(day);
  }

  /**
   * The first second of so many hours, counted from midnight, or of one hour.
   *
   * @param count how many hours
   */
  public static long hours(long second, long count, Zone zone) {
    if (count == 1) {
      return roundedDown(second, HOUR, zone);
    }
    long seconds = count * HOUR;
    if (Zone.isBeyond(second)) {
      return rounded(second, seconds, zone, false);
    }
    long day = zone.day(second);
    long begin = zone.begin(day);
    long since = second - begin;
    long at = zone.changeAt(day);
    if (since < at) {
      return begin + since / seconds * seconds;
    }
    long by = zone.changeBy(day);
    long rounded = (since + by) / seconds * seconds;
    return begin + (rounded >= at ? Math.max(rounded - by, at) : rounded);
  }

  public static long minutes(long second, long count, Zone zone) {
    return rounded(second, count * MINUTE, zone, zone.isWholeMinutes());
  }

  public static long seconds(long second, long count, Zone zone) {
    if (count == 1) {
      return second;
    }
    return count % MINUTE == 0
        ? minutes(second, count / MINUTE, zone)
        : roundedDown(second, count, zone);
  }

  private static long roundedDown(long second, long seconds, Zone zone) {
    return rounded(second, seconds, zone, zone.isWholeHours());
  }

  private static long rounded(long second, long seconds, Zone zone, boolean sinceEpoch) {
    if (Zone.isBeyond(second)) {
      long clock = zone.clock(second);
      return second - clock + clock / seconds * seconds;
    }
    if (sinceEpoch) {
      return Math.floorDiv(second, seconds) * seconds;
    }
    long begin = zone.begin(zone.day(second));
    return begin + (second - begin) / seconds * seconds;
  }

  /** The first time of so many units, counted from 1970-01-01. */
  public static long units(long time, long count) {
    return Math.floorDiv(time, count) * count;
  }

  /** A time in seconds, without what is behind the point: before 1970 that is the next one. */
  public static long whole(long time, long perSecond) {
    return time / perSecond;
  }

  /** The second itself, where it gets another type. */
  public static long same(long second) {
    return second;
  }

  /** A second as a UInt32 has it: its lowest 32 bits. */
  public static long wrapped(long second) {
    return second & LAST_UINT32;
  }

  /** The same second, or the first that a DateTime has, and else wrapped. */
  public static long notNegative(long second) {
    return Math.max(0, second) & LAST_UINT32;
  }

  /** The same second, or the first or last that a DateTime has. */
  public static long saturated(long second) {
    return Math.max(0, Math.min(LAST_UINT32, second));
  }
}
