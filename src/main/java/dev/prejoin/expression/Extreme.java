package dev.prejoin.expression;

import dev.prejoin.expression.run.Order;
import java.util.ArrayList;
import java.util.List;

/**
 * The greatest or the least of several values, without those that are NULL.
 *
 * @param operands of one type, but for NULL
 */
record Extreme(boolean greatest, List<Expr> operands, ExprType type) implements Expr {
  Extreme {
    operands = List.copyOf(operands);
  }

  @Override
  public Operand write(JavaMethod method) {
    List<Operand> values = new ArrayList<>();
    for (Expr operand : operands) {
      values.add(method.operand(operand));
    }
    Operand first = values.get(0);
    String best = method.local(type.family().java());
    method.statement(best + " = " + first.value());
    String none = type.nullable() ? method.local("boolean") : Operand.NEVER;
    if (type.nullable()) {
      method.statement(none + " = " + first.isNull());
    }
    for (Operand value : values.subList(1, values.size())) {
      String better = better(value.value(), best);
      method.open(
          type.nullable()
              ? "if (!%s && (%s || %s))".formatted(value.isNull(), none, better)
              : "if (" + better + ")");
      method.statement(best + " = " + value.value());
      if (type.nullable()) {
        method.statement(none + " = false");
      }
      method.close();
    }
    return new Operand(best, none);
  }

  private String better(String value, String best) {
    String operator = greatest ? ">" : "<";
    return switch (type.family()) {
      case FLOAT -> floating(value, best, operator);
      case DECIMAL -> "%s.compareTo(%s) %s 0".formatted(value, best, operator);
      case STRING -> ordered("bytes", value, best, operator);
      case UUID -> ordered("uuids", value, best, operator);
      default ->
          type.isUInt64()
              ? "Long.compareUnsigned(%s, %s) %s 0".formatted(value, best, operator)
              : value + " " + operator + " " + best;
    };
  }

  /** ClickHouse has one way for two numbers, and another, which passes over nan, for more. */
  private String floating(String value, String best, String operator) {
    return operands.size() == 2 && !type.nullable()
        ? "!(%s %s %s)".formatted(best, operator, value)
        : "(%s %s %s | %s != %s)".formatted(value, operator, best, best, best);
  }

  private static String ordered(String by, String value, String best, String operator) {
    return "%s.%s(%s, %s) %s 0".formatted(Order.class.getName(), by, value, best, operator);
  }
}
