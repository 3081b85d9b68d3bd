package dev.prejoin.expression;

import static dev.prejoin.expression.TimeArguments.perSecond;

import dev.prejoin.expression.run.Shifts;
import dev.prejoin.expression.run.TimeStarts;
import dev.prejoin.expression.run.Zone;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A date or time so many units later.
 *
 * @param value the date or time
 * @param count how many units, as an integer or an interval; negative for earlier
 * @param zone of the clocks
 * @param zoneName what the result's type names, if it is a time
 */
record Shift(Expr value, SpanUnit unit, Expr count, Zone zone, @Nullable String zoneName) {
  private static final String ZONE = Zone.class.getCanonicalName();
  private static final int DATE_TIME_SIZE = 4;
  private static final int DATE32_SIZE = 4;
  private static final int MILLIS = 3;

  /**
   * The expression of it.
   *
   * @throws Misuse if the unit is finer than a date's
   */
  Expr expr() throws Misuse {
    return switch (unit) {
      case NANOSECOND, MICROSECOND, MILLISECOND -> fraction();
      case SECOND, MINUTE, HOUR -> clock();
      case DAY -> days(1);
      case WEEK -> days(7);
      case MONTH -> months(1);
      case QUARTER -> months(3);
      case YEAR -> calendar("years", count);
    };
  }

  private boolean isDate() {
    return value.type().is(Family.DATE);
  }

  /** Whether it is a Date or a DateTime. */
  private boolean isNarrow() {
    return isDate() ? value.type().size() < DATE32_SIZE : value.type().size() == DATE_TIME_SIZE;
  }

  private Expr fraction() throws Misuse {
    if (isDate()) {
      throw new Misuse(
          "takes a %s of a time only, and this is %s; toDateTime64(…, %d) makes it one"
              .formatted(unit.lower(), value.type(), unit.digits()));
    }
    int scale = Math.max(unit.digits(), value.type().scale());
    ExprType type = ExprType.dateTime64(scale, zoneName);
    return finer(type, scale - value.type().scale(), power(scale - unit.digits()));
  }

  private Expr clock() {
    Expr seconds = times(unit.seconds());
    if (isDate()) {
      return clockOfDate(seconds);
    }
    if (isNarrow()) {
      return call(TimeStarts.class, "wrapped", ExprType.dateTime(zoneName), sum(value, seconds));
    }
    ExprType type = ExprType.dateTime64(value.type().scale(), zoneName);
    return unit == SpanUnit.SECOND
        ? finer(type, 0, perSecond(type))
        : call(Shifts.class, "sum", type, value, times(unit.seconds() * perSecond(type)));
  }

  private Expr clockOfDate(Expr seconds) {
    if (isNarrow()) {
      Expr midnight =
          StaticCall.of(TimeStarts.class, "day", ExprType.INT64, List.of(value))
              .with(ZONE, Zone.UTC);
      return call(TimeStarts.class, "wrapped", ExprType.dateTime(null), sum(midnight, seconds));
    }
    Expr midnight = call(Shifts.class, "midnight32", ExprType.INT64, value);
    ExprType type = ExprType.dateTime64(MILLIS, null);
    return StaticCall.of(Shifts.class, "times", type, List.of(sum(midnight, seconds)))
        .with("long", perSecond(type));
  }

  /** One that fails where 64 bits do not hold the result. */
  private Expr finer(ExprType type, int digits, long countFactor) {
    return StaticCall.of(Shifts.class, "finer", type, List.of(value, count))
        .with("long", power(digits))
        .with("long", countFactor)
        .failing();
  }

  private Expr days(long days) {
    Expr count = times(days);
    if (isDate()) {
      return call(Shifts.class, isNarrow() ? "date" : "date32", plain(), value, count);
    }
    Expr later = onCalendar("days", isNarrow() ? ExprType.INT64 : timeType(), count);
    return isNarrow() ? call(TimeStarts.class, "wrapped", timeType(), later) : later;
  }

  private Expr months(long months) {
    return calendar("months", times(months));
  }

  private Expr calendar(String method, Expr count) {
    if (isDate()) {
      String owner = isNarrow() ? "OfDate" : "OfDate32";
      return call(Shifts.class, method + owner, plain(), value, count);
    }
    return isNarrow()
        ? StaticCall.of(Shifts.class, method + "OfDateTime", timeType(), List.of(value, count))
            .with(ZONE, zone)
        : onCalendar(method, timeType(), count);
  }

  private Expr onCalendar(String method, ExprType type, Expr count) {
    return StaticCall.of(Shifts.class, method, type, List.of(value, count))
        .with(ZONE, zone)
        .with("long", perSecond(value.type()));
  }

  private ExprType plain() {
    return value.type().withNullable(false);
  }

  private ExprType timeType() {
    return isNarrow()
        ? ExprType.dateTime(zoneName)
        : ExprType.dateTime64(value.type().scale(), zoneName);
  }

  private static long power(int digits) {
    return perSecond(ExprType.dateTime64(digits, null));
  }

  private Expr times(long factor) {
    return times(count, factor);
  }

  /** So many times as many units. */
  static Expr times(Expr count, long factor) {
    if (factor == 1) {
      return count;
    }
    ExprType type = count.type().is(Family.INTERVAL) ? count.type() : ExprType.INT64;
    return count instanceof Literal literal && literal.value() instanceof Long number
        ? new Literal(number * factor, type)
        : StaticCall.of(Shifts.class, "times", type.withNullable(false), List.of(count))
            .with("long", factor);
  }

  private static Expr sum(Expr a, Expr b) {
    return call(Shifts.class, "sum", ExprType.INT64, a, b);
  }

  private static Expr call(Class<?> owner, String method, ExprType type, Expr... operands) {
    return StaticCall.of(owner, method, type, List.of(operands));
  }
}
