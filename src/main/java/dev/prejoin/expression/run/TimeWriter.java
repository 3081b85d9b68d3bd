package dev.prejoin.expression.run;

/** Dates and times as ClickHouse's toString writes them. */
public final class TimeWriter {
  private static final int LONGEST = 29;

  private TimeWriter() {}

  /** A day, such as {@code 2026-01-31}. */
  public static String date(long day) {
    StringBuilder text = new StringBuilder(LONGEST);
    appendDate(text, day);
    return text.toString();
  }

  /**
   * A time, such as {@code 2026-01-31 10:00:00.123}.
   *
   * @param scale the digits behind the point, which are the time's own
   */
  public static String time(long time, Zone zone, long scale) {
    long perSecond = TimeReader.power(scale);
    long second = Math.floorDiv(time, perSecond);
    StringBuilder text = new StringBuilder(LONGEST);
    appendDate(text, zone.day(second));
    appendClock(text.append(' '), zone.clock(second));
    if (scale > 0) {
      appendDigits(text.append('.'), Math.floorMod(time, perSecond), (int) scale);
    }
    return text.toString();
  }

  static void appendDate(StringBuilder text, long day) {
    long digits = DateParts.yyyymmdd(day);
    appendDigits(text, DateParts.year(digits), 4);
    appendDigits(text.append('-'), DateParts.month(digits), 2);
    appendDigits(text.append('-'), DateParts.dayOfMonth(digits), 2);
  }

  static void appendClock(StringBuilder text, long clock) {
    appendDigits(text, Math.min(23, clock / 3_600), 2);
    appendDigits(text.append(':'), clock / 60 % 60, 2);
    appendDigits(text.append(':'), clock % 60, 2);
  }

  /** A number with zeros before it. */
  static void appendDigits(StringBuilder text, long number, int digits) {
    for (long power = TimeReader.power(digits - 1L); power > 0; power /= 10) {
      text.append((char) ('0' + number / power % 10));
    }
  }
}
