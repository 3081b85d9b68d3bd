package dev.prejoin.expression;

import dev.prejoin.expression.Function.Group;
import dev.prejoin.expression.run.Rounding;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/** round, floor and their kin. */
final class RoundingFunctions {
  /** Powers of 10 beyond it are no 64-bit numbers. */
  private static final int MOST_DIGITS = 18;

  private RoundingFunctions() {}

  static List<Function> all() {
    return List.of(
        of(
            "round",
            "the nearest number of n digits behind the point, 0 if not given; a tie goes away from 0, of floats to the even one",
            RoundingMode.HALF_UP),
        of("floor", "the next lower number of n digits behind the point", RoundingMode.FLOOR),
        of("ceil", "the next higher number of n digits behind the point", RoundingMode.CEILING)
            .alias("ceiling"),
        of("trunc", "the number cut to n digits behind the point", RoundingMode.DOWN)
            .alias("truncate"),
        of(
            "roundBankers",
            "the nearest number of n digits behind the point; a tie goes to the even one",
            RoundingMode.HALF_EVEN));
  }

  private static Function of(String name, String words, RoundingMode mode) {
    return Function.of(Group.NUMBER, name, name + "(x[, n])", words, a -> rounded(a, mode));
  }

  private static Expr rounded(List<Expr> arguments, RoundingMode mode) throws Misuse {
    Arguments.count(arguments, 1, 2);
    Expr value = Arguments.family(arguments, 0, Family.INTEGER, Family.FLOAT, Family.DECIMAL);
    if (value.type().is(Family.NOTHING)) {
      throw new Misuse(0, "makes the result NULL whatever the row holds");
    }
    long digits = arguments.size() == 2 ? Arguments.constantInteger(arguments, 1) : 0;
    if (Math.abs(digits) > MOST_DIGITS) {
      throw new Misuse(1, "must be from -%d to %d".formatted(MOST_DIGITS, MOST_DIGITS));
    }
    return switch (value.type().family()) {
      case INTEGER -> integer(value, (int) digits, mode);
      case FLOAT -> floating(value, (int) digits, mode);
      default -> decimal(value, digits, mode);
    };
  }

  private static Expr integer(Expr value, int digits, RoundingMode mode) throws Misuse {
    if (digits >= 0) {
      return value;
    }
    if (mode == RoundingMode.HALF_EVEN) {
      throw new Misuse(1, "must not be negative for an integer; round(x, n) may");
    }
    ExprType type = value.type();
    BigInteger power = BigInteger.TEN.pow(-digits);
    if (power.bitLength() > type.size() * Byte.SIZE - (type.signed() ? 1 : 0)) {
      throw new Misuse(1, "leaves nothing of " + type + ": the result is always 0");
    }
    return StaticCall.of(
            Rounding.class, type.signed() ? "integer" : "unsigned", type, List.of(value))
        .with("long", power.longValueExact())
        .with("long", (long) type.size())
        .with("java.math.RoundingMode", mode);
  }

  private static Expr floating(Expr value, int digits, RoundingMode mode) {
    ExprType type = value.type();
    if (digits == 0) {
      return StaticCall.of(Rounding.class, "whole", type, List.of(value))
          .with("java.math.RoundingMode", mode);
    }
    String method = digits > 0 ? "fraction" : "tens";
    return StaticCall.of(
            Rounding.class,
            type.size() == Float.BYTES ? method + "OfFloat" : method,
            type,
            List.of(value))
        .with("double", BigInteger.TEN.pow(Math.abs(digits)).doubleValue())
        .with("java.math.RoundingMode", mode);
  }

  private static Expr decimal(Expr value, long digits, RoundingMode mode) throws Misuse {
    ExprType type = value.type();
    if (digits >= type.scale()) {
      return value;
    }
    if (type.scale() - digits >= type.size()) {
      throw new Misuse(1, "leaves no digit of " + type);
    }
    return StaticCall.of(Rounding.class, "decimal", type, List.of(value))
        .with("long", digits)
        .with("java.math.RoundingMode", mode);
  }
}
