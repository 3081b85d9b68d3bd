package dev.prejoin.expression;

import dev.prejoin.expression.run.ParsedNumbers;
import dev.prejoin.expression.run.ToNumber;
import java.util.List;

/** Floats out of other values. */
final class FloatConversion {
  private FloatConversion() {}

  static Expr to(Expr expr, ExprType to) throws Misuse {
    return to.size() == Float.BYTES ? float32(expr, to) : float64(expr, to);
  }

  private static Expr float64(Expr expr, ExprType to) throws Misuse {
    return switch (expr.type().family()) {
      case BOOLEAN, INTEGER, FLOAT, DECIMAL -> Convert.to(expr, to);
      case DATE -> call("float64", to, expr);
      case TIMESTAMP -> call("float64", to, expr).with("long", (long) expr.type().scale());
      case ENUM -> call("float64", to, IntegerConversion.number(expr));
      case STRING -> parsed("float64", to, expr);
      default -> throw Conversions.none(expr, to);
    };
  }

  private static Expr float32(Expr expr, ExprType to) throws Misuse {
    return switch (expr.type().family()) {
      case BOOLEAN -> Convert.to(expr, to);
      case INTEGER -> call(expr.type().isUInt64() ? "unsignedToFloat32" : "float32", to, expr);
      case FLOAT ->
          expr.type().size() == Float.BYTES ? Convert.to(expr, to) : call("float32", to, expr);
      case STRING -> parsed("float32", to, expr);
      default -> call("float32", to, float64(expr, ExprType.FLOAT64.orNull(to.nullable())));
    };
  }

  private static StaticCall call(String method, ExprType to, Expr expr) {
    return StaticCall.of(ToNumber.class, method, to, List.of(expr));
  }

  private static Expr parsed(String method, ExprType to, Expr text) {
    return to.nullable()
        ? StaticCall.of(ParsedNumbers.class, method + "OrNull", to, List.of(text)).givingNull()
        : StaticCall.of(ParsedNumbers.class, method, to, List.of(text)).failing();
  }
}
