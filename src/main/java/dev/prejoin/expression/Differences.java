package dev.prejoin.expression;

import static dev.prejoin.expression.TimeArguments.perSecond;

import dev.prejoin.expression.ArithmeticFunctions.Infix;
import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.Boundaries;
import dev.prejoin.expression.run.DateParts;
import dev.prejoin.expression.run.DateStarts;
import dev.prejoin.expression.run.Shifts;
import dev.prejoin.expression.run.TimeStarts;
import dev.prejoin.expression.run.Zone;
import java.util.ArrayList;
import java.util.List;

/** dateDiff: how many boundaries of a unit lie between two dates or times. */
final class Differences {
  private static final String ZONE = Zone.class.getCanonicalName();

  private static final int DATE_TIME_SIZE = 4;
  private static final long LAST_UINT16 = 0xFFFF;
  private static final long LAST_UINT32 = 0xFFFF_FFFFL;

  private Differences() {}

  static List<Function> all() {
    return List.of(
        TextArguments.of(
                Group.DATE,
                "dateDiff",
                "dateDiff('unit', a, b[, zone])",
                "how many starts of years, months, days … lie between a and b",
                Differences::dateDiff)
            .alias(
                "datediff",
                "DATEDIFF",
                "DATE_DIFF",
                "date_diff",
                "timestampDiff",
                "TIMESTAMP_DIFF",
                "timestamp_diff"),
        relative(SpanUnit.YEAR, ExprType.UINT16),
        relative(SpanUnit.QUARTER, ExprType.UINT32),
        relative(SpanUnit.MONTH, ExprType.UINT32),
        relative(SpanUnit.DAY, ExprType.UINT32),
        relative(SpanUnit.MINUTE, ExprType.UINT32),
        relative(SpanUnit.SECOND, ExprType.UINT32));
  }

  private static Function relative(SpanUnit unit, ExprType type) {
    String name = "toRelative" + unit.label() + "Num";
    return TextArguments.of(
        Group.DATE,
        name,
        name + "(t[, zone])",
        "the number of the " + unit.lower() + ", for differences",
        arguments -> {
          Arguments.count(arguments, 1, 2);
          List<Expr> moved = new ArrayList<>(List.of(Literal.NULL));
          moved.add(arguments.get(0));
          moved.add(arguments.get(0));
          moved.addAll(arguments.subList(1, arguments.size()));
          TimeArguments.noZoneOfDate(arguments, 1, arguments.get(0).type());
          return numbered(arguments.get(0).type(), boundaries(moved, 1, unit), unit, type);
        });
  }

  /** Days are a Date's in ClickHouse, of 16 bits, and a Date32 keeps within them. */
  private static Expr numbered(ExprType of, Expr number, SpanUnit unit, ExprType type)
      throws Misuse {
    boolean days = unit == SpanUnit.DAY;
    Expr within = number;
    if (of.withNullable(false).equals(ExprType.DATE32)) {
      within =
          StaticCall.of(Boundaries.class, "within", ExprType.INT64, List.of(number))
              .with("long", days ? LAST_UINT16 : LAST_UINT32);
    } else if (days) {
      within = Functions.call("toUInt16", number);
    }
    return Functions.call(type.equals(ExprType.UINT16) ? "toUInt16" : "toUInt32", within);
  }

  private static Expr dateDiff(List<Expr> arguments) throws Misuse {
    Arguments.count(arguments, 3, 4);
    SpanUnit unit = unit(arguments);
    Expr from = boundaries(arguments, 1, unit);
    Expr to = boundaries(arguments, 2, unit);
    return new Infix(
        "-", List.of(to, from), ExprType.INT64.orNull(Arguments.anyNullable(List.of(from, to))));
  }

  private static SpanUnit unit(List<Expr> arguments) throws Misuse {
    String name = Arguments.constantText(arguments, 0);
    return SpanUnit.named(name)
        .orElseThrow(() -> new Misuse(0, "is no unit of time: there are " + SpanUnit.names()));
  }

  /** The number of the unit that a date or time lies in. */
  private static Expr boundaries(List<Expr> arguments, int index, SpanUnit unit) throws Misuse {
    Expr value = SpanFunctions.dateOrTime(arguments, index);
    Zone zone =
        arguments.size() > 3
            ? TimeArguments.zone(arguments, 3, value.type())
            : TimeArguments.zone(List.of(value), 1, value.type());
    return switch (unit) {
      case YEAR -> ofDigits(DateParts.class, "year", value, zone);
      case QUARTER -> ofDigits(Boundaries.class, "quarters", value, zone);
      case MONTH -> ofDigits(Boundaries.class, "months", value, zone);
      case WEEK -> weeks(value, zone);
      case DAY -> days(value, zone);
      case HOUR ->
          StaticCall.of(Boundaries.class, "hours", ExprType.INT64, List.of(second(value, zone)))
              .with(ZONE, zone);
      case MINUTE -> minutes(value, zone);
      case SECOND -> value.type().is(Family.DATE) ? midnight(value, zone) : second(value, zone);
      case MILLISECOND, MICROSECOND, NANOSECOND -> fraction(value, unit.digits(), zone);
    };
  }

  private static Expr ofDigits(Class<?> owner, String method, Expr value, Zone zone) {
    return StaticCall.of(
        owner, method, ExprType.INT64, List.of(TimeArguments.digits(day(value, zone))));
  }

  private static Expr day(Expr value, Zone zone) {
    return TimeArguments.day(value, zone);
  }

  private static Expr second(Expr value, Zone zone) {
    return value.type().is(Family.DATE)
        ? StaticCall.of(TimeStarts.class, "day", ExprType.INT64, List.of(value)).with(ZONE, zone)
        : TimeArguments.second(value);
  }

  /** Those of a Date as a UInt32, also where it begins before 1970. */
  private static Expr minutes(Expr value, Zone zone) {
    Expr minutes =
        StaticCall.of(Boundaries.class, "minutes", ExprType.INT64, List.of(second(value, zone)));
    return isDate(value)
        ? StaticCall.of(TimeStarts.class, "wrapped", ExprType.INT64, List.of(minutes))
        : minutes;
  }

  private static boolean isDate(Expr value) {
    return value.type().withNullable(false).equals(ExprType.DATE);
  }

  private static Expr weeks(Expr value, Zone zone) {
    return value.type().is(Family.DATE)
        ? StaticCall.of(Boundaries.class, "weeks", ExprType.INT64, List.of(value))
        : StaticCall.of(
                Boundaries.class, "weeksOfTime", ExprType.INT64, List.of(second(value, zone)))
            .with(ZONE, zone);
  }

  /** The day of a DateTime as a Date has it, also where it lies before 1970. */
  private static Expr days(Expr value, Zone zone) {
    Expr day = TimeArguments.day(value, zone);
    return isDateTime(value)
        ? StaticCall.of(DateStarts.class, "wrapped", ExprType.INT64, List.of(day))
        : day;
  }

  private static boolean isDateTime(Expr value) {
    return value.type().is(Family.TIMESTAMP) && value.type().size() == DATE_TIME_SIZE;
  }

  private static Expr fraction(Expr value, int digits, Zone zone) {
    boolean isDate = value.type().is(Family.DATE);
    int scale = isDate ? 0 : value.type().scale();
    if (scale > digits) {
      return StaticCall.of(TimeStarts.class, "whole", ExprType.INT64, List.of(value))
          .with("long", perSecond(ExprType.dateTime64(scale - digits, null)));
    }
    Expr time = isDate ? midnight(value, zone) : value;
    return StaticCall.of(Shifts.class, "times", ExprType.INT64, List.of(time))
        .with("long", perSecond(ExprType.dateTime64(digits - scale, null)));
  }

  private static Expr midnight(Expr date, Zone zone) {
    String method = isDate(date) ? "daySince1970" : "day";
    return StaticCall.of(TimeStarts.class, method, ExprType.INT64, List.of(date)).with(ZONE, zone);
  }
}
