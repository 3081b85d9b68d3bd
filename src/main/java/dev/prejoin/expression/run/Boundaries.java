package dev.prejoin.expression.run;

/**
 * How many boundaries of a unit of time lie before a date or time, counted from a fixed one; the
 * difference of two counts is what dateDiff gives.
 */
public final class Boundaries {
  private static final int MONTHS = 12;
  private static final int QUARTERS = 4;
  private static final long WEEK = 7;
  private static final long HOUR = 3_600;
  private static final long MINUTE = 60;

  private Boundaries() {}

  public static long quarters(long yyyymmdd) {
    return DateParts.year(yyyymmdd) * QUARTERS + DateParts.quarter(yyyymmdd) - 1;
  }

  public static long months(long yyyymmdd) {
    return DateParts.year(yyyymmdd) * MONTHS + DateParts.month(yyyymmdd);
  }

  /** Mondays. As in ClickHouse, the two weeks before and after 1970 began have one number. */
  public static long weeks(long day) {
    return isBeyond(day) ? mondays(day) : nextMonday(day) / WEEK;
  }

  /** The same of a time, in the years near 1900 and 2299 without that. */
  public static long weeksOfTime(long second, Zone zone) {
    long day = zone.day(second);
    return Zone.isBeyond(second) ? mondays(day) : nextMonday(day) / WEEK;
  }

  private static boolean isBeyond(long day) {
    return day < Zone.FIRST_DAY || day > Zone.LAST_DAY;
  }

  private static long mondays(long day) {
    return Math.floorDiv(nextMonday(day), WEEK);
  }

  private static long nextMonday(long day) {
    return day - DateParts.dayOfWeek(day) + 8;
  }

  /** Hours, which begin on every clock as they did in 1970. */
  public static long hours(long second, Zone zone) {
    // What ClickHouse adds is what it should take away; it shows where that was no half an hour.
    return Math.floorDiv(second + zone.begin(0), HOUR);
  }

  /** A number from 0 to the most. */
  public static long within(long number, long most) {
    return Math.max(0, Math.min(most, number));
  }

  public static long minutes(long second) {
    return Math.floorDiv(second, MINUTE);
  }
}
