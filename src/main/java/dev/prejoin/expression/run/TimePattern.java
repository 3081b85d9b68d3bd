package dev.prejoin.expression.run;

import java.util.ArrayList;
import java.util.List;

/** A pattern of formatDateTime, and the dates and times that are written by it. */
public final class TimePattern {
  /** All letters that stand behind a % in a pattern. */
  public static final String LETTERS = "YyCmcdejHkhIlisSfFTDRrpaWubMVGgwQnt%";

  private static final String[] MONTHS = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
  };
  private static final String[] DAYS = {
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"
  };
  private static final int SHORT = 3;
  private static final int MICROS = 6;
  private static final int NOON = 12;

  /** Texts (String) and letters (Character). */
  private final List<Object> pieces = new ArrayList<>();

  private TimePattern() {}

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException if a letter is none; the message says which
   */
  public static TimePattern of(String pattern) {
    TimePattern read = new TimePattern();
    int begin = 0;
    for (int at = pattern.indexOf('%'); at >= 0; at = pattern.indexOf('%', begin)) {
      if (at + 1 == pattern.length() || LETTERS.indexOf(pattern.charAt(at + 1)) < 0) {
        throw new IllegalArgumentException(
            pattern.substring(at, Math.min(at + 2, pattern.length())));
      }
      read.pieces.add(pattern.substring(begin, at));
      read.pieces.add(pattern.charAt(at + 1));
      begin = at + 2;
    }
    read.pieces.add(pattern.substring(begin));
    return read;
  }

  /** A day, at midnight. */
  public static String date(long day, TimePattern pattern) {
    return pattern.written(day, 0, 0);
  }

  /** A time with so many digits behind the point. */
  public static String time(long time, Zone zone, long scale, TimePattern pattern) {
    long perSecond = TimeReader.power(scale);
    long second = Math.floorDiv(time, perSecond);
    long fraction = Math.floorMod(time, perSecond);
    long micros =
        scale > MICROS
            ? fraction / TimeReader.power(scale - MICROS)
            : fraction * TimeReader.power(MICROS - scale);
    return pattern.written(zone.day(second), zone.clock(second), micros);
  }

  private String written(long day, long clock, long micros) {
    StringBuilder text = new StringBuilder();
    for (Object piece : pieces) {
      if (piece instanceof Character letter) {
        if (!date(text, letter, day) && !clock(text, letter, clock)) {
          other(text, letter, micros);
        }
      } else {
        text.append(piece);
      }
    }
    return text.toString();
  }

  private static boolean date(StringBuilder text, char letter, long day) {
    long digits = DateParts.yyyymmdd(day);
    int month = (int) DateParts.month(digits);
    int weekday = (int) DateParts.dayOfWeek(day);
    switch (letter) {
      case 'Y' -> number(text, DateParts.year(digits), 4);
      case 'y' -> number(text, DateParts.year(digits), 2);
      case 'C' -> number(text, DateParts.year(digits) / 100, 2);
      case 'm', 'c' -> number(text, month, 2);
      case 'd' -> number(text, DateParts.dayOfMonth(digits), 2);
      case 'e' -> text.append(DateParts.dayOfMonth(digits));
      case 'j' -> number(text, DateParts.dayOfYear(day), 3);
      case 'F' -> TimeWriter.appendDate(text, day);
      case 'D' -> {
        number(text, month, 2);
        number(text.append('/'), DateParts.dayOfMonth(digits), 2);
        number(text.append('/'), DateParts.year(digits), 2);
      }
      case 'a' -> text.append(DAYS[weekday - 1], 0, SHORT);
      case 'W' -> text.append(DAYS[weekday - 1]);
      case 'u' -> text.append(weekday);
      case 'w' -> text.append(weekday % 7);
      case 'b' -> text.append(MONTHS[month - 1], 0, SHORT);
      case 'M' -> text.append(MONTHS[month - 1]);
      case 'Q' -> text.append(DateParts.quarter(digits));
      case 'V' -> number(text, DateParts.isoWeek(day), 2);
      case 'G' -> number(text, DateParts.isoYear(day), 4);
      case 'g' -> number(text, DateParts.isoYear(day), 2);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static boolean clock(StringBuilder text, char letter, long clock) {
    long hour = Math.min(23, clock / 3_600);
    long hourOf12 = hour % NOON == 0 ? NOON : hour % NOON;
    long minute = clock / 60 % 60;
    String half = hour < NOON ? "AM" : "PM";
    switch (letter) {
      case 'H', 'k' -> number(text, hour, 2);
      case 'h', 'I', 'l' -> number(text, hourOf12, 2);
      case 'i' -> number(text, minute, 2);
      case 's', 'S' -> number(text, clock % 60, 2);
      case 'T' -> TimeWriter.appendClock(text, clock);
      case 'R' -> {
        number(text, hour, 2);
        number(text.append(':'), minute, 2);
      }
      case 'r' -> {
        number(text, hourOf12, 2);
        number(text.append(':'), minute, 2);
        text.append(' ').append(half);
      }
      case 'p' -> text.append(half);
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void other(StringBuilder text, char letter, long micros) {
    switch (letter) {
      case 'f' -> number(text, micros, MICROS);
      case 'n' -> text.append('\n');
      case 't' -> text.append('\t');
      default -> text.append(letter);
    }
  }

  private static void number(StringBuilder text, long number, int digits) {
    TimeWriter.appendDigits(text, number, digits);
  }

  @Override
  public String toString() {
    return pieces.toString();
  }
}
