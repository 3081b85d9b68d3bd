package dev.prejoin.expression;

import dev.prejoin.expression.run.Decimals;
import java.util.List;

/**
 * + - * / of decimals and integers. The result is as wide as the wider decimal; what does not fit
 * that width makes the row a dead letter, as ClickHouse throws.
 */
final class DecimalArithmetic {
  private static final int WIDEST = 38;

  /** Digits up to which ClickHouse sees each overflow of a product or quotient. */
  private static final int WIDEST_CHECKED = 18;

  private DecimalArithmetic() {}

  static Expr of(String operator, List<Expr> arguments) throws Misuse {
    ExprType a = arguments.get(0).type();
    ExprType b = arguments.get(1).type();
    checkBeside(arguments.get(0), arguments.get(1));
    int scale =
        switch (operator) {
          case "*" -> a.scale() + b.scale();
          case "/" -> a.is(Family.DECIMAL) ? a.scale() : b.scale();
          default -> Math.max(a.scale(), b.scale());
        };
    if (operator.equals("/") && b.scale() > scale) {
      throw new Misuse(
          "the divisor has %d digits behind the point, and the dividend %d; convert one so that the divisor has no more"
              .formatted(b.scale(), a.scale()));
    }
    boolean both = a.is(Family.DECIMAL) && b.is(Family.DECIMAL);
    int precision =
        both
            ? Math.max(a.widestPrecision(), b.widestPrecision())
            : (a.is(Family.DECIMAL) ? a : b).size();
    ExprType width = ExprType.decimal(precision, 0);
    if (scale > precision || precision > WIDEST) {
      throw new Misuse(
          "the result would have %d digits behind the point, and its type has room for %d; convert one to fewer"
              .formatted(scale, precision));
    }
    boolean rescales = operator.equals("/") && !(a.is(Family.DECIMAL) && b.scale() == 0);
    if (precision > WIDEST_CHECKED && (operator.equals("*") || rescales)) {
      throw new Misuse(
          "ClickHouse lets results of %d digits wrap; convert both sides to 18 digits, such as with toDecimal64(…, %d), or one with toFloat64"
              .formatted(WIDEST, scale > WIDEST_CHECKED / 2 ? 2 : scale));
    }
    List<Expr> decimals = arguments.stream().map(DecimalArithmetic::decimal).toList();
    String method =
        switch (operator) {
          case "+" -> "plus";
          case "-" -> "minus";
          case "*" -> "multiply";
          default -> "divide";
        };
    return StaticCall.of(Decimals.class, method, ExprType.decimal(precision, scale), decimals)
        .with("long", (long) scale)
        .with("long", (long) bits(width))
        .failing();
  }

  /**
   * Holds a decimal's neighbour to what ClickHouse does not cut to the decimal's width.
   *
   * @throws Misuse if one is a decimal, and the other an integer that is wider
   */
  static void checkBeside(Expr left, Expr right) throws Misuse {
    checkInteger(left, right.type());
    checkInteger(right, left.type());
  }

  private static void checkInteger(Expr integer, ExprType decimal) throws Misuse {
    if (!decimal.is(Family.DECIMAL) || !integer.type().isInteger()) {
      return;
    }
    int room = bits(decimal);
    if (integer instanceof Literal literal && literal.value() instanceof Long number) {
      boolean unsigned = number < 0 && integer.type().isUInt64();
      if (!unsigned && Long.SIZE - Long.numberOfLeadingZeros(Math.abs(number)) < room) {
        return;
      }
    }
    boolean signed = integer.type().is(Family.INTEGER) && integer.type().signed();
    int bits = integer.type().bytes() * Byte.SIZE;
    if (integer.type().isUInt64() || (signed ? bits > room : bits >= room)) {
      throw new Misuse(
          "%s is wider than %s beside it; convert the one with toDecimal128(…, %d), or both with toFloat64"
              .formatted(integer.type(), decimal, decimal.scale()));
    }
  }

  /**
   * Holds a constant to the digits that a decimal has before its point.
   *
   * @throws Misuse if ClickHouse could not make it such a decimal
   */
  static void checkHolds(ExprType decimal, Expr constant) throws Misuse {
    if (decimal.is(Family.DECIMAL)
        && constant instanceof Literal literal
        && literal.value() instanceof Long number) {
      boolean beyond = number < 0 && constant.type().isUInt64();
      int digits = beyond ? WIDEST : Long.toString(number).replace("-", "").length();
      if (digits > decimal.size() - decimal.scale()) {
        throw new Misuse(
            "%s does not hold %s; convert the decimal to a wider one, such as with toDecimal128(…, %d)"
                .formatted(decimal, Long.toUnsignedString(number), decimal.scale()));
      }
    }
  }

  static int bits(ExprType decimal) {
    return switch (decimal.widestPrecision()) {
      case 9 -> 32;
      case 18 -> 64;
      default -> 128;
    };
  }

  private static Expr decimal(Expr expr) {
    return expr.type().is(Family.DECIMAL)
        ? expr
        : Convert.to(expr, ExprType.decimal(20, 0).orNull(expr.type().nullable()));
  }
}
