package dev.prejoin.expression;

import dev.prejoin.expression.run.Shown;
import java.util.List;

/** Values as texts. */
final class TextConversion {
  private TextConversion() {}

  static Expr of(Expr expr) throws Misuse {
    ExprType type = expr.type();
    return switch (type.family()) {
      case STRING -> expr;
      case BYTES -> type.size() == 0 ? expr : shown("trimmed", ExprType.BYTES, expr);
      case ENUM -> Convert.to(expr, ExprType.TEXT.orNull(type.nullable()));
      case BOOLEAN -> shown(type.size() == 1 ? "condition" : "bool", ExprType.TEXT, expr);
      case INTEGER -> shown(type.isUInt64() ? "unsigned" : "integer", ExprType.TEXT, expr);
      case FLOAT -> shown(type.size() == Float.BYTES ? "float32" : "float64", ExprType.TEXT, expr);
      case DECIMAL -> shown("decimal", ExprType.TEXT, expr);
      case UUID -> shown("uuid", ExprType.TEXT, expr);
      case ARRAY -> array(expr);
      case NOTHING -> Literal.NULL;
      case DATE, TIMESTAMP -> TimeText.of(expr);
      case INTERVAL, TUPLE -> throw Conversions.none(expr, ExprType.TEXT);
    };
  }

  private static Expr array(Expr expr) throws Misuse {
    ExprType element = expr.type().elements().get(0);
    if (!element.is(Family.INTEGER) && !element.is(Family.STRING)) {
      throw Conversions.none(expr, ExprType.TEXT);
    }
    return shown("array", ExprType.TEXT, expr).with("boolean", element.isUInt64());
  }

  private static StaticCall shown(String method, ExprType type, Expr expr) {
    return StaticCall.of(Shown.class, method, type, List.of(expr));
  }
}
