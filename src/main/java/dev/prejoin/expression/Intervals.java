package dev.prejoin.expression;

import dev.prejoin.expression.Function.Group;
import java.util.Arrays;
import java.util.List;

/** Intervals, which {@code INTERVAL n DAY} makes. */
final class Intervals {
  private Intervals() {}

  static List<Function> all() {
    return Arrays.stream(SpanUnit.values()).map(Intervals::function).toList();
  }

  private static Function function(SpanUnit unit) {
    String name = "toInterval" + unit.label();
    return TextArguments.of(
        Group.DATE,
        name,
        name + "(n), INTERVAL n " + unit.name(),
        "so many " + unit.plural() + ", to add to a time",
        arguments -> {
          Arguments.count(arguments, 1, 1);
          return interval(arguments, unit);
        });
  }

  private static Expr interval(List<Expr> arguments, SpanUnit unit) throws Misuse {
    Expr count = integer(arguments, 0);
    ExprType type = unit.interval().orNull(count.type().nullable());
    return count instanceof Literal literal
        ? new Literal(literal.value(), type)
        : new Convert.Widened(count, type);
  }

  /** An integer; of a constant with a point what stands before it, as in ClickHouse. */
  static Expr integer(List<Expr> arguments, int index) throws Misuse {
    Expr count = arguments.get(index);
    if (count.type().is(Family.BOOLEAN)) {
      return Convert.to(count, ExprType.UINT8.orNull(count.type().nullable()));
    }
    if (count instanceof Literal literal) {
      return constant(literal, index);
    }
    if (!count.type().is(Family.INTEGER)) {
      throw new Misuse(
          index, "must be an integer, and this is " + count.type() + ": toInt64 makes one");
    }
    return count;
  }

  private static Expr constant(Literal count, int index) throws Misuse {
    if (count.value() instanceof Double number && Math.abs(number) < 0x1p63) {
      return new Literal(number.longValue(), ExprType.INT64);
    }
    if (count.value() instanceof String text && text.matches("-?[0-9]{1,18}")) {
      return new Literal(Long.valueOf(text), ExprType.INT64);
    }
    if (!count.type().is(Family.INTEGER)) {
      throw new Misuse(index, "must be an integer");
    }
    return count;
  }
}
