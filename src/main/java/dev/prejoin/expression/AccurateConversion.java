package dev.prejoin.expression;

import dev.prejoin.expression.run.Numbers;
import dev.prejoin.expression.run.ToNumber;
import java.util.List;

/**
 * Conversions that give NULL for a number that the other type does not hold, as ClickHouse's
 * accurateCastOrNull. What is no integer, float or text is converted as by CAST.
 */
final class AccurateConversion {
  private AccurateConversion() {}

  static Expr orNull(Expr expr, ExprType target) throws Misuse {
    ExprType to = target.orNull(true);
    Expr value =
        expr.type().is(Family.BOOLEAN) && !target.is(Family.BOOLEAN)
            ? Convert.to(expr, ExprType.UINT8.orNull(expr.type().nullable()))
            : expr;
    return switch (target.family()) {
      case INTEGER -> integer(value, to);
      case FLOAT -> floating(value, to);
      case DECIMAL -> DecimalConversion.orNull(value, to);
      case UUID -> Conversions.to(value, to);
      default ->
          throw new Misuse(
              1, "must be a type of numbers or UUID here; write CAST for %s".formatted(target));
    };
  }

  private static Expr integer(Expr value, ExprType to) throws Misuse {
    ExprType from = value.type();
    if (from.is(Family.FLOAT)) {
      return IntegerConversion.sized(
              StaticCall.of(ToNumber.class, "exactInteger", to, List.of(value)), to)
          .givingNull();
    }
    return from.is(Family.INTEGER) && !IntegerConversion.holds(to, from)
        ? within(value, to)
        : Conversions.to(value, to);
  }

  /** The same number if the type has it, else NULL. */
  static StaticCall within(Expr value, ExprType to) {
    return StaticCall.of(
            Numbers.class,
            value.type().isUInt64() ? "withinUnsigned" : "within",
            to,
            List.of(value))
        .with("long", least(to))
        .with("long", most(to))
        .givingNull();
  }

  private static Long least(ExprType type) {
    return type.signed() ? Long.MIN_VALUE >> ((Long.BYTES - type.size()) * Byte.SIZE) : 0L;
  }

  private static Long most(ExprType type) {
    if (type.isUInt64()) {
      return Long.MAX_VALUE;
    }
    return type.signed() ? ~least(type) : (1L << (type.size() * Byte.SIZE)) - 1;
  }

  private static Expr floating(Expr value, ExprType to) throws Misuse {
    return switch (value.type().family()) {
      case INTEGER -> {
        Expr exact =
            call(value.type().isUInt64() ? "exactUnsignedFloat64" : "exactFloat64", to, value);
        yield to.size() == Float.BYTES ? call("exactFloat32", to, exact) : exact;
      }
      case FLOAT ->
          value.type().size() > to.size()
              ? call("exactFloat32", to, value)
              : Conversions.to(value, to);
      default -> Conversions.to(value, to);
    };
  }

  private static Expr call(String method, ExprType to, Expr value) {
    return StaticCall.of(ToNumber.class, method, to, List.of(value)).givingNull();
  }
}
