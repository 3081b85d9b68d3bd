package dev.prejoin.expression.run;

/** Dates and times out of their parts; where one is none, they are 1970-01-01. */
public final class MadeTimes {
  private static final long LAST_UINT32 = 0xFFFF_FFFFL;
  private static final long LAST_DATE = 0xFFFF;
  private static final int FIRST_YEAR = 1970;
  private static final int LAST_YEAR = 2149;
  private static final int FIRST_YEAR_32 = 1900;
  private static final int LAST_YEAR_32 = 2299;
  private static final int LAST_YEAR_OF_TIMES = 9999;

  private MadeTimes() {}

  public static long date(long year, long month, long day) {
    boolean known = year >= FIRST_YEAR && year <= LAST_YEAR && isDay(month, day);
    return known ? held(DateParts.day(year, month, day), LAST_DATE) : 0;
  }

  /** The day of the year, from 1. */
  public static long date(long year, long dayOfYear) {
    boolean known = year >= FIRST_YEAR && year <= LAST_YEAR && isDayOf(year, dayOfYear);
    return known ? held(DateParts.day(year, 1, 1) + dayOfYear - 1, LAST_DATE) : 0;
  }

  private static long held(long day, long last) {
    return day <= last ? day : 0;
  }

  public static long date32(long year, long month, long day) {
    boolean known = year >= FIRST_YEAR_32 && year <= LAST_YEAR_32 && isDay(month, day);
    return known ? held(DateParts.day(year, month, day), Zone.LAST_DAY) : 0;
  }

  public static long date32(long year, long dayOfYear) {
    boolean known = year >= FIRST_YEAR_32 && year <= LAST_YEAR_32 && isDayOf(year, dayOfYear);
    return known ? held(DateParts.day(year, 1, 1) + dayOfYear - 1, Zone.LAST_DAY) : 0;
  }

  public static long dateTime(
      long year, long month, long day, long hour, long minute, long second, Zone zone) {
    boolean known = year >= FIRST_YEAR && isDay(month, day);
    if (!known || !isClock(hour) || !isClock(minute) || !isClock(second)) {
      return 0;
    }
    long made =
        zone.second(
            DateParts.day(Math.min(year, LAST_YEAR_OF_TIMES), month, day),
            hour * 3_600 + minute * 60 + second);
    return Math.max(0, Math.min(LAST_UINT32, made));
  }

  /** ClickHouse takes two digits, such as hour 24. */
  private static boolean isClock(long part) {
    return part >= 0 && part <= 99;
  }

  private static boolean isDayOf(long year, long dayOfYear) {
    return dayOfYear >= 1 && dayOfYear <= DateParts.day(year + 1, 1, 1) - DateParts.day(year, 1, 1);
  }

  private static boolean isDay(long month, long day) {
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
  }
}
