package dev.prejoin.expression;

import static dev.prejoin.expression.TimeArguments.dateOrTime;
import static dev.prejoin.expression.TimeArguments.noZoneOfDate;
import static dev.prejoin.expression.TimeArguments.time;
import static dev.prejoin.expression.TimeArguments.whole;
import static dev.prejoin.expression.TimeArguments.zone;
import static dev.prejoin.expression.TimeArguments.zoneName;

import dev.prejoin.expression.Function.Binder;
import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.DateStarts;
import dev.prejoin.expression.run.TimeParts;
import dev.prejoin.expression.run.TimeStarts;
import dev.prejoin.expression.run.Zone;
import java.util.List;
import java.util.Locale;

/** Starts of years, months, hours …, in the time's own zone unless another is given. */
final class DateStartFunctions {
  private static final String ZONE = Zone.class.getCanonicalName();
  private static final int DATE_TIME_SIZE = 4;
  private static final int MILLIS = 3;
  private static final int LAST_WEEK_MODE = 9;
  private static final Literal ONE = new Literal(1L, ExprType.INT64);

  private DateStartFunctions() {}

  static List<Function> all() {
    return List.of(
        ofDate("toStartOfYear", "the first day of the year", "year"),
        ofDate("toStartOfISOYear", "the first day of the ISO year", "isoYear"),
        ofDate("toStartOfQuarter", "the first day of the quarter", "quarter"),
        ofDate("toStartOfMonth", "the first day of the month", "month"),
        ofDate("toLastDayOfMonth", "the last day of the month", "lastOfMonth")
            .alias("LAST_DAY", "last_day"),
        ofDate("toMonday", "the Monday of the week", "monday"),
        of(
            "toStartOfWeek",
            "toStartOfWeek(t[, mode[, zone]])",
            "the first day of the week: a Sunday, with an odd mode a Monday",
            DateStartFunctions::week),
        of(
            "toStartOfDay",
            "toStartOfDay(t[, zone])",
            "the first second of the day",
            DateStartFunctions::day),
        ofTime("toStartOfHour", "the hour", "hours", 1),
        ofTime("toStartOfMinute", "the minute", "minutes", 1),
        ofTime("toStartOfFiveMinutes", "five minutes", "minutes", 5).alias("toStartOfFiveMinute"),
        ofTime("toStartOfTenMinutes", "ten minutes", "minutes", 10),
        ofTime("toStartOfFifteenMinutes", "a quarter of an hour", "minutes", 15),
        fraction("toStartOfSecond", "the second", 0),
        fraction("toStartOfMillisecond", "the millisecond", MILLIS),
        of(
                "toStartOfInterval",
                "toStartOfInterval(t, INTERVAL n unit[, zone])",
                "the start of the interval, of those counted from 1970 or 1900",
                DateStartFunctions::interval)
            .alias("date_bin", "DATE_BIN", "time_bucket", "TIME_BUCKET"),
        of(
                "dateTrunc",
                "date_trunc('unit', t[, zone])",
                "the start of the year, quarter, month, week, day, hour, minute, second …",
                DateStartFunctions::truncated)
            .alias("date_trunc", "DATE_TRUNC"));
  }

  private static Function of(String name, String usage, String words, Binder binder) {
    return TextArguments.of(Group.DATE, name, usage, words, binder);
  }

  private static Function ofDate(String name, String words, String method) {
    return of(
        name,
        name + "(t[, zone])",
        words,
        arguments -> {
          Arguments.count(arguments, 1, 2);
          return date(method, arguments, 1);
        });
  }

  private static Expr week(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 3);
    long mode = arguments.size() > 1 ? Arguments.constantInteger(arguments, 1) : 0;
    if (mode < 0 || mode > LAST_WEEK_MODE) {
      throw new Misuse(1, "must be a mode from 0 to 9");
    }
    return date(mode % 2 == 0 ? "sunday" : "monday", arguments, 2);
  }

  private static Expr date(String method, List<Expr> arguments, int zone) throws Misuse {
    Expr value = dateOrTime(arguments, 0);
    noZoneOfDate(arguments, zone, value.type());
    Expr day = TimeArguments.day(value, zone(arguments, zone, value.type()));
    if (method.equals("isoYear")) {
      day = StaticCall.of(DateStarts.class, "atMostDate", ExprType.DATE32, List.of(day));
    }
    if (method.equals("lastOfMonth") && isDateTime(value)) {
      day = StaticCall.of(DateStarts.class, "atLeastDate", ExprType.DATE32, List.of(day));
    }
    Expr start = StaticCall.of(DateStarts.class, method, ExprType.DATE32, List.of(day));
    boolean wraps = method.equals("lastOfMonth") && isDate(value);
    return StaticCall.of(
        DateStarts.class, wraps ? "wrapped" : "saturated", ExprType.DATE, List.of(start));
  }

  private static boolean isDate(Expr value) {
    return value.type().withNullable(false).equals(ExprType.DATE);
  }

  private static boolean isDateTime(Expr value) {
    return value.type().is(Family.TIMESTAMP) && value.type().size() == DATE_TIME_SIZE;
  }

  private static boolean isDateTime64(Expr value) {
    return value.type().is(Family.TIMESTAMP) && value.type().size() > DATE_TIME_SIZE;
  }

  private static Expr day(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 2);
    Expr value = dateOrTime(arguments, 0);
    Zone zone = zone(arguments, 1, value.type());
    Expr day =
        value.type().is(Family.DATE)
            ? value
            : StaticCall.of(TimeParts.class, "day", ExprType.DATE32, List.of(whole(value)))
                .with(ZONE, zone);
    boolean narrow = isDate(value) || isDateTime(value);
    Expr begin =
        StaticCall.of(
                TimeStarts.class, narrow ? "daySince1970" : "day", ExprType.INT64, List.of(day))
            .with(ZONE, zone);
    String narrowed = narrow || isDateTime64(value) ? "wrapped" : "saturated";
    return StaticCall.of(
        TimeStarts.class,
        narrowed,
        ExprType.dateTime(zoneName(arguments, 1, value.type())),
        List.of(begin));
  }

  private static Function ofTime(String name, String words, String method, long count) {
    return of(
        name,
        name + "(t[, zone])",
        "the first second of " + words,
        arguments -> {
          Arguments.count(arguments, 1, 2);
          Expr time = time(arguments, 0);
          Expr start =
              StaticCall.of(
                      TimeStarts.class,
                      method,
                      ExprType.INT64,
                      List.of(whole(time), new Literal(count, ExprType.INT64)))
                  .with(ZONE, zone(arguments, 1, time.type()));
          return StaticCall.of(
              TimeStarts.class,
              isDateTime64(time) ? "wrapped" : "notNegative",
              ExprType.dateTime(zoneName(arguments, 1, time.type())),
              List.of(start));
        });
  }

  /** A start within a second: its type has as many digits as the time, or as its unit needs. */
  private static Function fraction(String name, String words, int unitScale) {
    return of(
        name,
        name + "(t[, zone])",
        "the start of " + words,
        arguments -> {
          Arguments.count(arguments, 1, 2);
          Expr time = time(arguments, 0);
          if (!isDateTime64(time)) {
            throw new Misuse(0, "must be a DateTime64, and this is " + time.type());
          }
          zone(arguments, 1, time.type());
          int scale = Math.max(time.type().scale(), unitScale);
          ExprType type = ExprType.dateTime64(scale, zoneName(arguments, 1, time.type()));
          long units = 1;
          for (int i = unitScale; i < scale; i++) {
            units *= 10;
          }
          return StaticCall.of(
              TimeStarts.class,
              "units",
              type,
              List.of(
                  Convert.to(time, type.orNull(time.type().nullable())),
                  new Literal(units, ExprType.INT64)));
        });
  }

  private static Expr interval(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 3);
    Expr value = dateOrTime(arguments, 0);
    Expr length = arguments.get(1);
    if (!length.type().is(Family.INTERVAL)) {
      throw new Misuse(
          1, "must be an interval, such as INTERVAL 15 MINUTE, and this is " + length.type());
    }
    Expr number = length;
    while (number.operands().size() == 1) {
      number = number.operands().get(0);
    }
    if (!(number instanceof Literal literal
        && literal.value() instanceof Long count
        && count > 0
        && count <= Integer.MAX_VALUE)) {
      throw new Misuse(1, "must be an interval of a constant and positive number of units");
    }
    String unit = length.type().symbols().get(0).toLowerCase(Locale.ROOT);
    return start(arguments, value, unit, new Literal(count, ExprType.INT64), false);
  }

  private static Expr truncated(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 2, 3);
    String unit = Arguments.constantText(arguments, 0).toLowerCase(Locale.ROOT);
    return start(arguments, dateOrTime(arguments, 1), unit, ONE, true);
  }

  private static Expr start(
      List<Expr> arguments, Expr value, String unit, Expr count, boolean exact) throws Misuse {
    if (!unit.equals("day")) {
      noZoneOfDate(arguments, 2, value.type());
    }
    Zone zone = zone(arguments, 2, value.type());
    return new IntervalStarts(value, unit, count, zone, zoneName(arguments, 2, value.type()), exact)
        .start();
  }
}
