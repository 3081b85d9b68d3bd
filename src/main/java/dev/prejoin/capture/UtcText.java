package dev.prejoin.capture;

import dev.prejoin.schema.BadRowException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;

/** Debezium's text of a timestamptz, such as {@code 2026-01-02T03:04:05.678901Z}. */
final class UtcText {
  private static final int SECONDS_END = 19;
  private static final int[] MICROS_OF_DIGITS = {
    1_000_000, 100_000, 10_000, 1000, 100, 10, 1,
  };

  private UtcText() {}

  /**
   * Microseconds since 1970.
   *
   * @throws BadRowException if the text is no such time, as infinity is not
   */
  static long micros(String text) {
    long fast = commonForm(text);
    if (fast != Long.MIN_VALUE) {
      return fast;
    }
    try {
      Instant instant = OffsetDateTime.parse(text).toInstant();
      return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    } catch (DateTimeException | ArithmeticException e) {
      throw new BadRowException("'" + text + "' is no point in time");
    }
  }

  /** The form that nearly all have, read without an object; else Long.MIN_VALUE. */
  private static long commonForm(String text) {
    int length = text.length();
    if (length <= SECONDS_END
        || text.charAt(length - 1) != 'Z'
        || text.charAt(4) != '-'
        || text.charAt(7) != '-'
        || text.charAt(10) != 'T'
        || text.charAt(13) != ':'
        || text.charAt(16) != ':') {
      return Long.MIN_VALUE;
    }
    int year = digits(text, 0, 4);
    int month = digits(text, 5, 7);
    int day = digits(text, 8, 10);
    int hour = digits(text, 11, 13);
    int minute = digits(text, 14, 16);
    int second = digits(text, 17, SECONDS_END);
    int micros = fraction(text, length - 1);
    if ((year | month | day | hour | minute | second | micros) < 0
        || month < 1
        || month > 12
        || day < 1
        || day > 31
        || hour > 23
        || minute > 59
        || second > 59) {
      return Long.MIN_VALUE;
    }
    long seconds = ((epochDay(year, month, day) * 24 + hour) * 60 + minute) * 60 + second;
    return seconds * 1_000_000 + micros;
  }

  private static int fraction(String text, int end) {
    if (end == SECONDS_END) {
      return 0;
    }
    int count = end - SECONDS_END - 1;
    if (text.charAt(SECONDS_END) != '.' || count < 1 || count > 6) {
      return -1;
    }
    int number = digits(text, SECONDS_END + 1, end);
    return number < 0 ? -1 : number * MICROS_OF_DIGITS[count];
  }

  private static int digits(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  /** Days since 1970 of the Gregorian calendar, by counting years from March. */
  private static long epochDay(int year, int month, int day) {
    long y = month > 2 ? year : year - 1L;
    long monthFromMarch = month > 2 ? month - 3 : month + 9;
    return 365 * y
        + Math.floorDiv(y, 4L)
        - Math.floorDiv(y, 100L)
        + Math.floorDiv(y, 400L)
        + (153 * monthFromMarch + 2) / 5
        + day
        - 719_469;
  }
}
