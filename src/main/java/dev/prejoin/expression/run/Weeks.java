package dev.prejoin.expression.run;

/** MySQL's numbers of weeks: its manual says under WEEK what the modes 0 to 7 mean. */
public final class Weeks {
  private static final int MONDAY_FIRST = 1;
  private static final int OF_THE_YEAR = 2;
  private static final int FROM_FIRST_WEEKDAY = 4;
  private static final int WITH_NEW_YEAR = 8;
  private static final int WEEK = 7;

  private Weeks() {}

  public static long week(long day, long mode) {
    return yearAndWeek(day, mode) % 100;
  }

  /** The year that the week belongs to, and the week, as the digits of a number. */
  public static long yearWeek(long day, long mode) {
    return yearAndWeek(day, mode | OF_THE_YEAR);
  }

  private static long yearAndWeek(long day, long mode) {
    boolean mondays = (mode & MONDAY_FIRST) != 0;
    if ((mode & WITH_NEW_YEAR) != 0) {
      long end = Math.min(begin(day, mondays) + WEEK - 1, lastOfCycle(day));
      long year = DateParts.year(DateParts.yyyymmdd(end));
      return digits(year, day, begin(DateParts.day(year, 1, 1), mondays));
    }
    boolean ofTheYear = (mode & OF_THE_YEAR) != 0;
    // With weeks from Sunday the bit has the opposite meaning.
    boolean fromFirstWeekday = (mode & FROM_FIRST_WEEKDAY) != 0 == mondays;
    long year = DateParts.year(DateParts.yyyymmdd(day));
    long first = firstWeek(year, mondays, fromFirstWeekday);
    if (day < first) {
      return ofTheYear
          ? digits(year - 1, day, firstWeek(year - 1, mondays, fromFirstWeekday))
          : year * 100;
    }
    return ofTheYear && day >= firstWeek(year + 1, mondays, fromFirstWeekday)
        ? (year + 1) * 100 + 1
        : digits(year, day, first);
  }

  /** ClickHouse looks weeks up in the years 1900 to 2299, and not beyond their last day. */
  private static long lastOfCycle(long day) {
    long days = Zone.LAST_DAY - Zone.FIRST_DAY + 1;
    return Zone.LAST_DAY + Math.floorDiv(day - Zone.FIRST_DAY, days) * days;
  }

  private static long digits(long year, long day, long first) {
    return year * 100 + (day - first) / WEEK + 1;
  }

  /** The first day of the week that a day is in. */
  private static long begin(long day, boolean mondays) {
    return mondays ? DateStarts.monday(day) : DateStarts.sunday(day);
  }

  /** The first day of the year's first week: of four days in it, or of seven. */
  private static long firstWeek(long year, boolean mondays, boolean fromFirstWeekday) {
    long newYear = DateParts.day(year, 1, 1);
    long begin = begin(newYear, mondays);
    long least = fromFirstWeekday ? newYear : newYear - 3;
    return begin >= least ? begin : begin + WEEK;
  }
}
