package dev.prejoin.expression;

import static dev.prejoin.expression.TimeArguments.perSecond;
import static dev.prejoin.expression.TimeArguments.whole;

import dev.prejoin.expression.run.DateStarts;
import dev.prejoin.expression.run.TimeParts;
import dev.prejoin.expression.run.TimeStarts;
import dev.prejoin.expression.run.Zone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The start of the interval that a date or time is in.
 *
 * @param value the date or time
 * @param unit of the interval, in singular and lower case
 * @param count how many units it has: a constant
 * @param zone of the clocks
 * @param zoneName what the result's type names, if it is a time
 * @param exact whether the result has a type that holds it; else it is a Date or DateTime, and has
 *     its lowest bits
 */
record IntervalStarts(
    Expr value, String unit, Expr count, Zone zone, @Nullable String zoneName, boolean exact) {
  private static final String ZONE = Zone.class.getCanonicalName();
  private static final int DATE_TIME_SIZE = 4;

  /**
   * The expression of it.
   *
   * @throws Misuse if the unit is none, or is finer than the value's type
   */
  Expr start() throws Misuse {
    return switch (unit) {
      case "year", "quarter", "month", "week" -> date(unit + "s");
      case "day" -> time(day());
      case "hour", "minute", "second" -> time(clock(unit + "s"));
      case "millisecond" -> fraction(3);
      case "microsecond" -> fraction(6);
      case "nanosecond" -> fraction(9);
      default ->
          throw new Misuse(
              "has no unit '"
                  + unit
                  + "': there are year, quarter, month, week, day, hour, minute, second,"
                  + " millisecond, microsecond, nanosecond");
    };
  }

  /** Whether the value's type goes beyond Date and DateTime. */
  private boolean isWide() {
    return value.type().is(Family.DATE)
        ? value.type().equals(ExprType.DATE32.withNullable(value.type().nullable()))
        : value.type().size() > DATE_TIME_SIZE;
  }

  private Expr date(String method) {
    Expr start =
        StaticCall.of(
            DateStarts.class,
            method,
            exact ? ExprType.DATE32 : ExprType.DATE,
            List.of(date(), count));
    if (isWide()) {
      return exact ? start : narrow(DateStarts.class, "wrapped", ExprType.DATE, start);
    }
    return narrow(DateStarts.class, "saturated", ExprType.DATE, start);
  }

  /** The day, of a time without what is behind the point. */
  private Expr date() {
    return value.type().is(Family.DATE)
        ? value
        : StaticCall.of(TimeParts.class, "day", ExprType.DATE32, List.of(whole(value)))
            .with(ZONE, zone);
  }

  private Expr day() {
    Expr first = StaticCall.of(DateStarts.class, "days", ExprType.DATE32, List.of(date(), count));
    return StaticCall.of(
            TimeStarts.class,
            isWide() || value.type().is(Family.DATE) ? "day" : "daySince1970",
            ExprType.INT64,
            List.of(first))
        .with(ZONE, zone);
  }

  private Expr clock(String method) throws Misuse {
    needTime();
    return StaticCall.of(TimeStarts.class, method, ExprType.INT64, List.of(whole(value), count))
        .with(ZONE, zone);
  }

  private Expr time(Expr second) {
    if (!isWide()) {
      String narrowed = value.type().is(Family.DATE) ? "wrapped" : "notNegative";
      return narrow(TimeStarts.class, narrowed, ExprType.dateTime(zoneName), second);
    }
    return exact
        ? narrow(TimeStarts.class, "same", ExprType.dateTime64(0, zoneName), second)
        : narrow(TimeStarts.class, "wrapped", ExprType.dateTime(zoneName), second);
  }

  private Expr fraction(int scale) throws Misuse {
    needTime();
    ExprType type = ExprType.dateTime64(scale, zoneName);
    if (!isWide()) {
      throw new Misuse("takes a " + unit + " of a DateTime64 only, and this is " + value.type());
    }
    Expr units =
        value.type().scale() > scale
            ? StaticCall.of(TimeParts.class, "second", type, List.of(value))
                .with("long", perSecond(value.type()) / perSecond(type))
            : Convert.to(value, type.orNull(value.type().nullable()));
    return StaticCall.of(TimeStarts.class, "units", type, List.of(units, count));
  }

  private void needTime() throws Misuse {
    if (value.type().is(Family.DATE)) {
      throw new Misuse("takes a " + unit + " of a time only, and this is " + value.type());
    }
  }

  private static Expr narrow(Class<?> owner, String method, ExprType type, Expr start) {
    return StaticCall.of(owner, method, type, List.of(start));
  }
}
