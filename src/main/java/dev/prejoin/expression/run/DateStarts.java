package dev.prejoin.expression.run;

/**
 * The day when something begins or ends that a day is in. Where ClickHouse holds the result to what
 * a Date has, the functions whose result is a Date do so.
 */
public final class DateStarts {
  private static final long LAST_DATE = 0xFFFF;
  private static final int WEEK = 7;

  /** The first Monday that weeks are counted from: 1970-01-05. */
  private static final long FIRST_MONDAY = 4;

  private static final long FIRST_YEAR = 1900;
  private static final int YEAR = 12;

  private DateStarts() {}

  public static long year(long day) {
    return DateParts.day(DateParts.year(DateParts.yyyymmdd(day)), 1, 1);
  }

  /** The Monday of the ISO year's first week. */
  public static long isoYear(long day) {
    return monday(DateParts.day(DateParts.isoYear(day), 1, 4));
  }

  public static long quarter(long day) {
    long digits = DateParts.yyyymmdd(day);
    return DateParts.day(DateParts.year(digits), DateParts.quarter(digits) * 3 - 2, 1);
  }

  public static long month(long day) {
    return day - DateParts.dayOfMonth(DateParts.yyyymmdd(day)) + 1;
  }

  /** The last day of the month. */
  public static long lastOfMonth(long day) {
    return month(month(day) + 31) - 1;
  }

  public static long monday(long day) {
    return day - DateParts.dayOfWeek(day) + 1;
  }

  public static long sunday(long day) {
    return day - DateParts.dayOfWeek(day) % WEEK;
  }

  /** The same day, or the first or last that a Date has. */
  public static long saturated(long day) {
    return Math.max(0, Math.min(LAST_DATE, day));
  }

  /** The day with the same lowest 16 bits that a Date has. */
  public static long wrapped(long day) {
    return day & LAST_DATE;
  }

  /** A day at least as late as the first that a Date has. */
  public static long atLeastDate(long day) {
    return Math.max(0, day);
  }

  /** A day at most as late as the last that a Date has. */
  public static long atMostDate(long day) {
    return Math.min(LAST_DATE, day);
  }

  /** The first day of so many years, counted from the year 0; since 1900 none before it. */
  public static long years(long day, long count) {
    long year = DateParts.year(DateParts.yyyymmdd(day));
    long first = year / count * count;
    return DateParts.day(year < FIRST_YEAR ? first : Math.max(FIRST_YEAR, first), 1, 1);
  }

  /** The first day of so many months, counted from 1900. */
  public static long months(long day, long count) {
    if (count == 1) {
      return month(day);
    }
    long digits = DateParts.yyyymmdd(day);
    long since = (DateParts.year(digits) - FIRST_YEAR) * YEAR + DateParts.month(digits) - 1;
    long start = Math.floorDiv(since, count) * count;
    return DateParts.day(
        FIRST_YEAR + Math.floorDiv(start, YEAR), Math.floorMod(start, YEAR) + 1, 1);
  }

  public static long quarters(long day, long count) {
    return count == 1 ? quarter(day) : months(day, 3 * count);
  }

  /** The first day of so many weeks, counted from 1970-01-05. */
  public static long weeks(long day, long count) {
    return count == 1
        ? monday(day)
        : FIRST_MONDAY + Math.floorDiv(day - FIRST_MONDAY, count * WEEK) * (count * WEEK);
  }

  /** The first day of so many, counted from 1970-01-01; since 1900 none before it. */
  public static long days(long day, long count) {
    long first = Math.floorDiv(day, count) * count;
    return day < Zone.FIRST_DAY ? first : Math.max(Zone.FIRST_DAY, first);
  }
}
