package dev.prejoin.expression.run;

import dev.prejoin.schema.BadRowException;
import java.math.BigDecimal;

/**
 * Dates and times so many units later, and the spans between two. As in ClickHouse, what leaves the
 * range of a type mostly wraps around.
 */
public final class Shifts {
  private static final long LAST_UINT16 = 0xFFFF;

  private Shifts() {}

  public static long times(long count, long factor) {
    return count * factor;
  }

  public static long sum(long a, long b) {
    return a + b;
  }

  /**
   * A number that ClickHouse reads as an Int64 and no less.
   *
   * @param beside what it is added to: where that is NULL, this is not asked for
   */
  public static long signed(long bits, long beside) {
    if (bits < 0) {
      throw new BadRowException(
          "adding " + Long.toUnsignedString(bits) + " units to a time: that is more than an Int64");
    }
    return bits;
  }

  /**
   * A time and a number of units, each made finer.
   *
   * @param timeFactor how many units of the result one of the time is
   * @param countFactor how many of the result one of the count is
   */
  public static long finer(long time, long count, long timeFactor, long countFactor) {
    try {
      return Math.addExact(
          Math.multiplyExact(time, timeFactor), Math.multiplyExact(count, countFactor));
    } catch (ArithmeticException e) {
      throw new BadRowException(
          "the time %d and %d units more are beyond what 64 bits hold".formatted(time, count));
    }
  }

  /** The day of a Date so many days later. */
  public static long date(long day, long days) {
    return (day + days) & LAST_UINT16;
  }

  /** The day of a Date32 so many days later. */
  public static long date32(long day, long days) {
    return (int) (day + days);
  }

  public static long monthsOfDate(long day, long months) {
    return Math.max(0, Calendars.monthsInTable(day, months)) & LAST_UINT16;
  }

  public static long yearsOfDate(long day, long years) {
    return Math.max(0, Calendars.yearsInTable(day, years)) & LAST_UINT16;
  }

  public static long monthsOfDate32(long day, long months) {
    return Calendars.months(Calendars.within(day), months);
  }

  public static long yearsOfDate32(long day, long years) {
    return Calendars.years(Calendars.within(day), years);
  }

  /** The second when a day of a Date32 begins in UTC. */
  public static long midnight32(long day) {
    return Calendars.within(day) * Zone.DAY;
  }

  public static long monthsOfDateTime(long second, long months, Zone zone) {
    return narrowed(Calendars.monthsInTable(zone.day(second), months), second, zone);
  }

  public static long yearsOfDateTime(long second, long years, Zone zone) {
    return narrowed(Calendars.yearsInTable(zone.day(second), years), second, zone);
  }

  private static long narrowed(long day, long second, Zone zone) {
    return TimeStarts.notNegative(zone.second(day, zone.clock(second)));
  }

  /**
   * A time so many days later, at the same time on the clock.
   *
   * @param perSecond the time's units in a second
   */
  public static long days(long time, long days, Zone zone, long perSecond) {
    return Calendars.plusDays(time / perSecond, days, zone) * perSecond + time % perSecond;
  }

  /** The same for months; a month's last day stays one. */
  public static long months(long time, long months, Zone zone, long perSecond) {
    return Calendars.plusMonths(time / perSecond, months, zone) * perSecond + time % perSecond;
  }

  public static long years(long time, long years, Zone zone, long perSecond) {
    return Calendars.plusYears(time / perSecond, years, zone) * perSecond + time % perSecond;
  }

  /** The seconds from one DateTime to another as an Int32. */
  public static long seconds(long to, long from) {
    return (int) (to - from);
  }

  /**
   * The span between two times of which one is a DateTime64.
   *
   * @param toFactor how many units of the result one of the first is
   * @param fromFactor the same of the second
   * @param scale of the result
   */
  public static BigDecimal span(long to, long from, long toFactor, long fromFactor, long scale) {
    try {
      return BigDecimal.valueOf(
          Math.subtractExact(
              Math.multiplyExact(to, toFactor), Math.multiplyExact(from, fromFactor)),
          (int) scale);
    } catch (ArithmeticException e) {
      throw new BadRowException(
          "the difference of two times is beyond what a Decimal(18, %d) holds".formatted(scale));
    }
  }
}
