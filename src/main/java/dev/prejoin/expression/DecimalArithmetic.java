package dev.prejoin.expression;

import dev.prejoin.expression.run.Decimals;
import java.util.List;

/**
 * + - * / of decimals and integers. The result is as wide as the wider decimal; what does not fit
 * that width makes the row a dead letter, as ClickHouse throws.
 */
final class DecimalArithmetic {
  private static final int WIDEST = 38;

  private DecimalArithmetic() {}

  static Expr of(String operator, List<Expr> arguments) throws Misuse {
    ExprType a = arguments.get(0).type();
    ExprType b = arguments.get(1).type();
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
