package dev.prejoin.expression.run;

import java.time.LocalDate;
import java.time.LocalDateTime;

/** Steps on the calendar, which go from the years 0 to 9999. */
final class Calendars {
  private static final int FIRST_TABLE_YEAR = 1900;
  private static final int LAST_TABLE_YEAR = 2299;
  private static final int LAST_YEAR = 9999;
  private static final int YEAR = 12;

  private Calendars() {}

  /** The day, or the first or last of the calendar. */
  static long within(long day) {
    return Math.max(Zone.FIRST_EXACT_DAY, Math.min(Zone.LAST_EXACT_DAY, day));
  }

  /**
   * The day so many months later, or the first or last of the years 1900 to 2299. Numbers of months
   * beyond all reason wrap around as they do in ClickHouse.
   */
  static long monthsInTable(long day, long months) {
    if (months > Long.MAX_VALUE - YEAR) {
      return Zone.FIRST_DAY;
    }
    long digits = DateParts.yyyymmdd(day);
    long year = DateParts.year(digits);
    long month = DateParts.month(digits) + months;
    if (month > 0) {
      year += (month - 1) / YEAR;
      month = (month - 1) % YEAR + 1;
    } else {
      year -= -month / YEAR + 1;
      month = YEAR - (-month % YEAR);
    }
    return dayInTable((short) year, month, DateParts.dayOfMonth(digits));
  }

  static long yearsInTable(long day, long years) {
    long digits = DateParts.yyyymmdd(day);
    long year = (short) (DateParts.year(digits) + (short) years);
    return dayInTable(year, DateParts.month(digits), DateParts.dayOfMonth(digits));
  }

  private static long dayInTable(long year, long month, long dayOfMonth) {
    if (year < FIRST_TABLE_YEAR || month < 1 || month > YEAR) {
      return Zone.FIRST_DAY;
    }
    return year > LAST_TABLE_YEAR ? Zone.LAST_DAY : day(year, month, dayOfMonth);
  }

  /** The day, or the month's last if it has fewer. */
  private static long day(long year, long month, long dayOfMonth) {
    long first = DateParts.day(year, month, 1);
    return dayOfMonth <= 28
        ? first + dayOfMonth - 1
        : Math.min(first + dayOfMonth - 1, DateStarts.lastOfMonth(first));
  }

  /** The day so many months later, or the first or last of the calendar. */
  static long months(long day, long months) {
    long digits = DateParts.yyyymmdd(day);
    long month = DateParts.year(digits) * YEAR + DateParts.month(digits) - 1 + capped(months, YEAR);
    if (month < 0) {
      return Zone.FIRST_EXACT_DAY;
    }
    long year = month / YEAR;
    return year > LAST_YEAR
        ? Zone.LAST_EXACT_DAY
        : day(year, month % YEAR + 1, DateParts.dayOfMonth(digits));
  }

  /** The same day of the month in another year, which is held to those of the calendar. */
  static long years(long day, long years) {
    long digits = DateParts.yyyymmdd(day);
    return years(
        DateParts.year(digits), DateParts.month(digits), DateParts.dayOfMonth(digits), years);
  }

  private static long years(long year, long month, long dayOfMonth, long years) {
    long later = year + capped(years, 1);
    return day(Math.max(0, Math.min(LAST_YEAR, later)), month, dayOfMonth);
  }

  private static long capped(long count, long perYear) {
    long most = perYear * (LAST_YEAR + 1);
    return Math.max(-most, Math.min(most, count));
  }

  static long plusDays(long second, long days, Zone zone) {
    if (!Zone.isBeyond(second)) {
      long day = zone.day(second);
      if (days >= Zone.FIRST_DAY - day && days <= Zone.LAST_DAY - day) {
        return zone.second(day + days, zone.clock(second));
      }
    }
    LocalDateTime local = zone.exact(second);
    long most = Zone.LAST_EXACT_DAY - Zone.FIRST_EXACT_DAY;
    long capped = Math.max(-most, Math.min(most, days));
    return zone.exact(on(within(local.toLocalDate().toEpochDay() + capped), local));
  }

  static long plusMonths(long second, long months, Zone zone) {
    if (!Zone.isBeyond(second)) {
      long day = zone.day(second);
      long digits = DateParts.yyyymmdd(day);
      long month = DateParts.year(digits) * YEAR + DateParts.month(digits) - 1;
      if (months >= FIRST_TABLE_YEAR * YEAR - month
          && months <= LAST_TABLE_YEAR * YEAR + 11 - month) {
        return zone.second(monthsInTable(day, months), zone.clock(second));
      }
    }
    LocalDateTime local = zone.exact(second);
    long month = local.getYear() * (long) YEAR + local.getMonthValue() - 1 + capped(months, YEAR);
    if (month < 0) {
      return zone.exact(LocalDate.ofEpochDay(Zone.FIRST_EXACT_DAY).atStartOfDay());
    }
    if (month / YEAR > LAST_YEAR) {
      return zone.exact(LocalDate.ofEpochDay(Zone.LAST_EXACT_DAY).atTime(23, 59, 59));
    }
    return zone.exact(on(day(month / YEAR, month % YEAR + 1, local.getDayOfMonth()), local));
  }

  static long plusYears(long second, long years, Zone zone) {
    if (!Zone.isBeyond(second)) {
      long day = zone.day(second);
      long year = DateParts.year(DateParts.yyyymmdd(day));
      if (years >= FIRST_TABLE_YEAR - year && years <= LAST_TABLE_YEAR - year) {
        return zone.second(yearsInTable(day, years), zone.clock(second));
      }
    }
    LocalDateTime local = zone.exact(second);
    return zone.exact(
        on(years(local.getYear(), local.getMonthValue(), local.getDayOfMonth(), years), local));
  }

  private static LocalDateTime on(long day, LocalDateTime clock) {
    return LocalDate.ofEpochDay(day).atTime(clock.toLocalTime());
  }
}
