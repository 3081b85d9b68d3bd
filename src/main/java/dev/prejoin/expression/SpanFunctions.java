package dev.prejoin.expression;

import static dev.prejoin.expression.TimeArguments.perSecond;

import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.Shifts;
import dev.prejoin.expression.run.Zone;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sums and differences of dates, times and intervals. */
final class SpanFunctions {
  private static final int DATE_TIME_SIZE = 4;
  private static final int SPAN_DIGITS = 18;

  private SpanFunctions() {}

  static List<Function> all() {
    List<Function> all = new ArrayList<>(Intervals.all());
    for (SpanUnit unit : SpanUnit.values()) {
      all.add(shift("add", unit, "later"));
    }
    for (SpanUnit unit : SpanUnit.values()) {
      all.add(shift("subtract", unit, "earlier"));
    }
    all.add(ofInterval("addDate", "+", "later"));
    all.add(ofInterval("subDate", "-", "earlier"));
    return all;
  }

  private static Function shift(String verb, SpanUnit unit, String words) {
    String plural = unit.label() + "s";
    return TextArguments.of(
        Group.DATE,
        verb + plural,
        verb + plural + "(t, n[, zone])",
        "the date or time n " + unit.plural() + " " + words,
        arguments -> shift(arguments, unit, verb.equals("add") ? 1 : -1));
  }

  private static Expr shift(List<Expr> arguments, SpanUnit unit, long sign) throws Misuse {
    Arguments.count(arguments, 2, 3);
    Expr value = dateOrTime(arguments, 0);
    if (arguments.get(1).type().is(Family.INTERVAL) || arguments.get(1).type().is(Family.STRING)) {
      throw new Misuse(
          1, "must be a number of " + unit.plural() + ", and this is " + arguments.get(1).type());
    }
    Expr count = count(arguments, 1, value);
    TimeArguments.noZoneOfDate(arguments, 2, value.type());
    return new Shift(
            value,
            unit,
            Shift.times(count, sign),
            TimeArguments.zone(arguments, 2, value.type()),
            TimeArguments.zoneName(arguments, 2, value.type()))
        .expr();
  }

  static Expr dateOrTime(List<Expr> arguments, int index) throws Misuse {
    if (arguments.get(index).type().is(Family.STRING)) {
      throw new Misuse(index, "must be a date or a time: toDateTime makes one of a String");
    }
    return TimeArguments.dateOrTime(arguments, index);
  }

  /** A number of units as ClickHouse adds it to a time: one beyond Int64 fails. */
  private static Expr count(List<Expr> arguments, int index, Expr value) throws Misuse {
    Expr count = Intervals.integer(arguments, index);
    if (!count.type().isUInt64()) {
      return count;
    }
    if (count instanceof Literal) {
      throw new Misuse(index, "must fit an Int64");
    }
    return StaticCall.of(Shifts.class, "signed", ExprType.INT64, List.of(count, value)).failing();
  }

  private static Function ofInterval(String name, String operator, String words) {
    return TextArguments.of(
            Group.DATE,
            name,
            name + "(t, INTERVAL n unit)",
            "the date or time " + words,
            arguments -> {
              Arguments.count(arguments, 2, 2);
              dateOrTime(arguments, 0);
              Arguments.family(arguments, 1, Family.INTERVAL);
              return sum(operator, arguments);
            })
        .alias(name.toUpperCase(Locale.ROOT), name.toLowerCase(Locale.ROOT));
  }

  /** Whether a sum is one of these, and not of numbers. */
  static boolean isSum(List<Expr> arguments) {
    return arguments.stream().anyMatch(a -> isTime(a) || a.type().is(Family.INTERVAL));
  }

  private static boolean isTime(Expr expr) {
    return expr.type().is(Family.DATE) || expr.type().is(Family.TIMESTAMP);
  }

  /**
   * A sum or difference of which one operand at least is a date, a time or an interval.
   *
   * @param operator + or -
   */
  static Expr sum(String operator, List<Expr> arguments) throws Misuse {
    Expr a = arguments.get(0);
    Expr b = arguments.get(1);
    for (int i = 0; i < 2; i++) {
      if (arguments.get(i).type().is(Family.NOTHING)) {
        throw new Misuse(i, "makes the result NULL whatever the row holds");
      }
    }
    if (isTime(a) && isTime(b)) {
      return timeAndTime(operator, a, b);
    }
    if (isTime(a)) {
      return timeAndCount(arguments, 0, operator.equals("+") ? 1 : -1);
    }
    if (isTime(b)) {
      if (operator.equals("-")) {
        throw new Misuse(1, "is %s, and must come first".formatted(b.type()));
      }
      return timeAndCount(arguments, 1, 1);
    }
    return intervals(operator, arguments);
  }

  private static Expr timeAndTime(String operator, Expr a, Expr b) throws Misuse {
    if (operator.equals("+")) {
      throw new Misuse(
          1,
          "is %s, and a time takes a number or an interval, such as INTERVAL 1 DAY"
              .formatted(b.type()));
    }
    if (a.type().is(Family.TIMESTAMP) && b.type().is(Family.TIMESTAMP)) {
      return difference(a, b);
    }
    if (!isDate(a) || !isDate(b)) {
      throw new Misuse(
          ("ClickHouse has no difference of %s and %s: dateDiff('day', a, b) counts the days from a"
                  + " to b")
              .formatted(a.type(), b.type()));
    }
    return new ArithmeticFunctions.Infix(
        "-", List.of(a, b), ExprType.INT32.orNull(Arguments.anyNullable(List.of(a, b))));
  }

  private static boolean isDate(Expr expr) {
    return expr.type().withNullable(false).equals(ExprType.DATE);
  }

  private static Expr difference(Expr a, Expr b) {
    if (a.type().size() == DATE_TIME_SIZE && b.type().size() == DATE_TIME_SIZE) {
      return StaticCall.of(Shifts.class, "seconds", ExprType.INT32, List.of(a, b));
    }
    int scale = Math.max(a.type().scale(), b.type().scale());
    ExprType type = ExprType.decimal(SPAN_DIGITS, scale);
    long most = perSecond(ExprType.dateTime64(scale, null));
    return StaticCall.of(Shifts.class, "span", type, List.of(a, b))
        .with("long", most / perSecond(a.type()))
        .with("long", most / perSecond(b.type()))
        .with("long", (long) scale)
        .failing();
  }

  private static Expr timeAndCount(List<Expr> arguments, int time, long sign) throws Misuse {
    Expr value = arguments.get(time);
    Expr added = arguments.get(1 - time);
    if (added.type().is(Family.TUPLE)) {
      Expr sum = value;
      for (Expr part : added.operands()) {
        if (!part.type().is(Family.INTERVAL)) {
          throw new Misuse(1 - time, "must have intervals only, and there is " + part.type());
        }
        sum = later(sum, SpanUnit.of(part.type()), Shift.times(part, sign));
      }
      return sum;
    }
    if (added.type().is(Family.INTERVAL)) {
      return later(value, SpanUnit.of(added.type()), Shift.times(added, sign));
    }
    if (!added.type().isNumber()) {
      throw new Misuse(
          1 - time,
          "must be a number or an interval beside %s, and this is %s"
              .formatted(value.type(), added.type()));
    }
    SpanUnit unit = value.type().is(Family.DATE) ? SpanUnit.DAY : SpanUnit.SECOND;
    return later(value, unit, Shift.times(count(arguments, 1 - time, value), sign));
  }

  private static Expr later(Expr value, SpanUnit unit, Expr count) throws Misuse {
    String zone = value.type().zone();
    return new Shift(
            value, unit, count, zone == null ? Zone.UTC : TimeArguments.zone(zone, 0), zone)
        .expr();
  }

  private static Expr intervals(String operator, List<Expr> arguments) throws Misuse {
    for (int i = 0; i < 2; i++) {
      if (!arguments.get(i).type().is(Family.INTERVAL)) {
        throw new Misuse(
            i, "must be a date, a time or an interval, and this is " + arguments.get(i).type());
      }
    }
    Expr a = arguments.get(0);
    Expr b = Shift.times(arguments.get(1), operator.equals("+") ? 1 : -1);
    if (a.type().symbols().equals(b.type().symbols())) {
      ExprType type = a.type().orNull(b.type().nullable());
      return new ArithmeticFunctions.Infix("+", List.of(a, b), type);
    }
    if (!(a instanceof Literal && b instanceof Literal)) {
      throw new Misuse(
          "cannot add intervals of two units unless both are constants; add each to the time by itself");
    }
    return new Several(List.of(a, b), ExprType.tuple(List.of(a.type(), b.type())));
  }
}
