package dev.prejoin.expression.run;

/** Parts of a day, which is counted from 1970-01-01. */
public final class DateParts {
  private static final long DAYS_OF_400_YEARS = 146_097;

  /** From 0000-03-01 to 1970-01-01. */
  private static final long DAYS_BEFORE_1970 = 719_468;

  private static final int WEEK = 7;
  private static final int THURSDAY = 4;

  private DateParts() {}

  /** Year, month and day as the digits of a number. */
  public static long yyyymmdd(long day) {
    // Years that begin in March, so that a leap day is a year's last.
    long shifted = day + DAYS_BEFORE_1970;
    long era = Math.floorDiv(shifted, DAYS_OF_400_YEARS);
    long dayOfEra = Math.floorMod(shifted, DAYS_OF_400_YEARS);
    long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    long monthFromMarch = (5 * dayOfYear + 2) / 153;
    long dayOfMonth = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
    long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
    return (year * 100 + month) * 100 + dayOfMonth;
  }

  /** The day with these numbers on the calendar. */
  static long day(long year, long month, long dayOfMonth) {
    long shifted = month <= 2 ? year - 1 : year;
    long era = Math.floorDiv(shifted, 400L);
    long yearOfEra = Math.floorMod(shifted, 400L);
    long monthFromMarch = month > 2 ? month - 3 : month + 9;
    long dayOfYear = (153 * monthFromMarch + 2) / 5 + dayOfMonth - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * DAYS_OF_400_YEARS + dayOfEra - DAYS_BEFORE_1970;
  }

  static long daysOfMonth(long year, long month) {
    boolean december = month == 12;
    return day(december ? year + 1 : year, december ? 1 : month + 1, 1) - day(year, month, 1);
  }

  public static long yyyymm(long yyyymmdd) {
    return yyyymmdd / 100;
  }

  public static long year(long yyyymmdd) {
    return yyyymmdd / 10_000;
  }

  public static long quarter(long yyyymmdd) {
    return (month(yyyymmdd) + 2) / 3;
  }

  public static long month(long yyyymmdd) {
    return yyyymmdd / 100 % 100;
  }

  public static long dayOfMonth(long yyyymmdd) {
    return yyyymmdd % 100;
  }

  public static long dayOfYear(long day) {
    return day - day(year(yyyymmdd(day)), 1, 1) + 1;
  }

  /** As in ClickHouse, the last day that a Date32 has is counted as the one before. */
  public static long dayOfYear32(long day) {
    return dayOfYear(Math.min(day, Zone.LAST_DAY - 1));
  }

  /** 1 for Monday to 7 for Sunday. */
  public static long dayOfWeek(long day) {
    return Math.floorMod(day + THURSDAY - 1, WEEK) + 1L;
  }

  /**
   * The same in one of ClickHouse's ways.
   *
   * @param mode 0: from 1 on Monday, 1: from 0 on Monday, 2: from 0 on Sunday, 3: from 1 on Sunday
   */
  public static long dayOfWeek(long day, long mode) {
    long iso = dayOfWeek(day);
    return switch ((int) mode) {
      case 0 -> iso;
      case 1 -> iso - 1;
      case 2 -> iso % WEEK;
      default -> iso % WEEK + 1;
    };
  }

  /** The year that most of the day's week, from its Monday, lies in. */
  public static long isoYear(long day) {
    return year(yyyymmdd(thursday(day)));
  }

  public static long isoWeek(long day) {
    return (dayOfYear(thursday(day)) - 1) / WEEK + 1;
  }

  private static long thursday(long day) {
    return day - dayOfWeek(day) + THURSDAY;
  }
}
