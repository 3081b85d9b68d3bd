package dev.prejoin.expression;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The units of intervals and of differences between times. */
enum SpanUnit {
  NANOSECOND(9, 0, "ns"),
  MICROSECOND(6, 0, "us u"),
  MILLISECOND(3, 0, "ms"),
  SECOND(0, 1, "ss s"),
  MINUTE(0, 60, "mi n"),
  HOUR(0, 3_600, "hh h"),
  DAY(0, 0, "dd d"),
  WEEK(0, 0, "wk ww"),
  MONTH(0, 0, "mm m"),
  QUARTER(0, 0, "qq q"),
  YEAR(0, 0, "yyyy yy");

  private final int digits;
  private final long seconds;
  private final String others;

  SpanUnit(int digits, long seconds, String others) {
    this.digits = digits;
    this.seconds = seconds;
    this.others = others;
  }

  /** The unit that dateDiff knows by this name, in any case. */
  static Optional<SpanUnit> named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(
            u ->
                lower.equals(u.lower())
                    || lower.equals(u.plural())
                    || List.of(u.others.split(" ", -1)).contains(lower))
        .findFirst();
  }

  static SpanUnit of(ExprType interval) {
    return valueOf(interval.symbols().get(0).toUpperCase(Locale.ROOT));
  }

  /** All names in lower case, for messages. */
  static String names() {
    return Arrays.stream(values()).map(SpanUnit::lower).collect(Collectors.joining(", "));
  }

  /** How many digits behind a second's point it needs. */
  int digits() {
    return digits;
  }

  /** Its length if clocks do not change it; else 0. */
  long seconds() {
    return seconds;
  }

  /** As ClickHouse names types and functions: {@code Day}. */
  String label() {
    return name().charAt(0) + lower().substring(1);
  }

  String lower() {
    return name().toLowerCase(Locale.ROOT);
  }

  String plural() {
    return lower() + "s";
  }

  ExprType interval() {
    return ExprType.interval(label());
  }
}
