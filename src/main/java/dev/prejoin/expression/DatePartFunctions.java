package dev.prejoin.expression;

import static dev.prejoin.expression.TimeArguments.dateOrTime;
import static dev.prejoin.expression.TimeArguments.digits;
import static dev.prejoin.expression.TimeArguments.noZoneOfDate;
import static dev.prejoin.expression.TimeArguments.perSecond;
import static dev.prejoin.expression.TimeArguments.second;
import static dev.prejoin.expression.TimeArguments.time;

import dev.prejoin.expression.Function.Binder;
import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.DateParts;
import dev.prejoin.expression.run.DateStarts;
import dev.prejoin.expression.run.TimeParts;
import dev.prejoin.expression.run.Weeks;
import dev.prejoin.expression.run.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Parts of dates and times, in the time's own zone unless another is given. */
final class DatePartFunctions {
  private static final String ZONE = Zone.class.getCanonicalName();
  private static final int DATE_TIME_SIZE = 4;
  private static final int LAST_MODE = 3;
  private static final int LAST_WEEK_MODE = 9;

  private DatePartFunctions() {}

  static List<Function> all() {
    return List.of(
        ofDate("toYear", "the year", "year", ExprType.UINT16, true, "YEAR"),
        ofDate("toQuarter", "the quarter, 1 to 4", "quarter", ExprType.UINT8, true, "QUARTER"),
        ofDate("toMonth", "the month, 1 to 12", "month", ExprType.UINT8, true, "MONTH"),
        named(
            of(
                "toDayOfYear",
                "toDayOfYear(t[, zone])",
                "the day of the year, 1 to 366",
                DatePartFunctions::dayOfYear),
            "DAYOFYEAR"),
        ofDate(
            "toDayOfMonth",
            "the day of the month, 1 to 31",
            "dayOfMonth",
            ExprType.UINT8,
            true,
            "DAYOFMONTH",
            "DAY"),
        named(
            of(
                "toDayOfWeek",
                "toDayOfWeek(t[, mode[, zone]])",
                "1 on Monday to 7; mode 1: 0 on Monday, 2: 0 on Sunday, 3: 1 on Sunday",
                DatePartFunctions::dayOfWeek),
            "DAYOFWEEK"),
        ofTime("toHour", "the hour, 0 to 23", "hour", "HOUR"),
        ofTime("toMinute", "the minute, 0 to 59", "minute", "MINUTE"),
        ofTime("toSecond", "the second, 0 to 59", "secondOfMinute", "SECOND"),
        fraction("toMillisecond", "milliseconds", 999, ExprType.UINT16),
        fraction("toMicrosecond", "microseconds", 999_999, ExprType.UINT32),
        fraction("toNanosecond", "nanoseconds", 999_999_999, ExprType.UINT32),
        ofDate("toYYYYMM", "year and month as a number", "yyyymm", ExprType.UINT32, true),
        of(
            "toYYYYMMDD",
            "toYYYYMMDD(t[, zone])",
            "year, month and day as a number",
            arguments -> digits(day(arguments))),
        of(
            "toYYYYMMDDhhmmss",
            "toYYYYMMDDhhmmss(t[, zone])",
            "date and time as a number",
            DatePartFunctions::dateAndTime),
        ofDate("toISOWeek", "the week of the ISO year", "isoWeek", ExprType.UINT8, false),
        week("toWeek", "week", ExprType.UINT8, "the week of the year by MySQL's mode"),
        week("toYearWeek", "yearWeek", ExprType.UINT32, "year and week by MySQL's mode"),
        ofDate("toISOYear", "the ISO year", "isoYear", ExprType.UINT16, false),
        of(
                "toUnixTimestamp",
                "toUnixTimestamp(t)",
                "the seconds since 1970 in UTC",
                DatePartFunctions::unixTimestamp)
            .differs(TimeConversionFunctions.FORMS));
  }

  private static Function of(String name, String usage, String words, Binder binder) {
    return TextArguments.of(Group.DATE, name, usage, words, binder);
  }

  /** The same under names that ClickHouse takes in any case. */
  private static Function named(Function function, String... names) {
    List<String> aliases = new ArrayList<>();
    for (String name : names) {
      aliases.add(name);
      aliases.add(name.toLowerCase(Locale.ROOT));
    }
    return function.alias(aliases.toArray(new String[0]));
  }

  /**
   * A part of a date.
   *
   * @param ofDigits whether it comes out of the date's digits, and not out of its number
   */
  private static Function ofDate(
      String name,
      String words,
      String method,
      ExprType type,
      boolean ofDigits,
      String... aliases) {
    return named(
        of(
            name,
            name + "(t[, zone])",
            words,
            arguments -> {
              Expr day = day(arguments);
              return StaticCall.of(
                  DateParts.class, method, type, List.of(ofDigits ? digits(day) : day));
            }),
        aliases);
  }

  private static Expr day(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 2);
    return day(arguments, 1);
  }

  private static Expr day(List<Expr> arguments, int zone) throws Misuse {
    Expr value = dateOrTime(arguments, 0);
    noZoneOfDate(arguments, zone, value.type());
    return TimeArguments.day(value, TimeArguments.zone(arguments, zone, value.type()));
  }

  private static Function ofTime(String name, String words, String method, String alias) {
    return named(
        of(
            name,
            name + "(t[, zone])",
            words,
            arguments -> {
              Arguments.count(arguments, 1, 2);
              Expr time = time(arguments, 0);
              return StaticCall.of(TimeParts.class, method, ExprType.UINT8, List.of(second(time)))
                  .with(ZONE, TimeArguments.zone(arguments, 1, time.type()));
            }),
        alias);
  }

  private static Function week(String name, String method, ExprType type, String words) {
    return named(
        of(
            name,
            name + "(t[, mode[, zone]])",
            words + ", 0 unless given",
            arguments -> {
              Arguments.count(arguments, 1, 3);
              long mode = arguments.size() > 1 ? Arguments.constantInteger(arguments, 1) : 0;
              if (mode < 0 || mode > LAST_WEEK_MODE) {
                throw new Misuse(1, "must be a mode from 0 to 9");
              }
              return StaticCall.of(Weeks.class, method, type, List.of(since1970(arguments)))
                  .with("long", mode);
            }),
        method.toUpperCase(Locale.ROOT));
  }

  /** The day, of a DateTime none before 1970. */
  private static Expr since1970(List<Expr> arguments) throws Misuse {
    Expr day = day(arguments, 2);
    ExprType type = arguments.get(0).type();
    return type.is(Family.TIMESTAMP) && type.size() == DATE_TIME_SIZE
        ? StaticCall.of(DateStarts.class, "atLeastDate", ExprType.DATE32, List.of(day))
        : day;
  }

  private static Expr dayOfYear(List<Expr> arguments) throws Misuse {
    Expr day = day(arguments);
    boolean date32 = arguments.get(0).type().withNullable(false).equals(ExprType.DATE32);
    return StaticCall.of(
        DateParts.class, date32 ? "dayOfYear32" : "dayOfYear", ExprType.UINT16, List.of(day));
  }

  private static Expr dayOfWeek(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 3);
    long mode = arguments.size() > 1 ? Arguments.constantInteger(arguments, 1) : 0;
    if (mode < 0 || mode > LAST_MODE) {
      throw new Misuse(1, "must be a mode from 0 to 3");
    }
    return StaticCall.of(DateParts.class, "dayOfWeek", ExprType.UINT8, List.of(day(arguments, 2)))
        .with("long", mode);
  }

  private static Function fraction(String name, String units, long most, ExprType type) {
    return named(
        of(
            name,
            name + "(t)",
            "the " + units + " of the second, 0 to " + most,
            arguments -> {
              Arguments.count(arguments, 1, 2);
              Expr time = time(arguments, 0);
              TimeArguments.zone(arguments, 1, time.type());
              return StaticCall.of(TimeParts.class, "fraction", type, List.of(time))
                  .with("long", perSecond(time.type()))
                  .with("long", most + 1);
            }),
        name.substring(2).toUpperCase(Locale.ROOT));
  }

  private static Expr dateAndTime(List<Expr> arguments) throws Misuse {
    Expr digits = digits(day(arguments));
    Expr value = arguments.get(0);
    return value.type().is(Family.DATE)
        ? StaticCall.of(TimeParts.class, "midnight", ExprType.UINT64, List.of(digits))
        : StaticCall.of(
                TimeParts.class, "yyyymmddhhmmss", ExprType.UINT64, List.of(digits, second(value)))
            .with(ZONE, TimeArguments.zone(arguments, 1, value.type()));
  }

  private static Expr unixTimestamp(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 1, 1);
    Expr text = arguments.get(0);
    if (text.type().is(Family.STRING)) {
      ExprType type = ExprType.dateTime(null).orNull(text.type().nullable());
      return TimeConversions.retyped(TimeConversions.to(text, type), ExprType.UINT32);
    }
    Expr value = dateOrTime(arguments, 0);
    return value.type().is(Family.DATE)
        ? StaticCall.of(TimeParts.class, "unixTimestampOfDay", ExprType.UINT32, List.of(value))
        : StaticCall.of(TimeParts.class, "unixTimestamp", ExprType.UINT32, List.of(value))
            .with("long", perSecond(value.type()))
            .failing();
  }
}
