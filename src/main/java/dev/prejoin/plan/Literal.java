package dev.prejoin.plan;

import java.util.List;

/** A Boolean, Long, Double or String that the statement holds. */
record Literal(Object constant, ExprType type) implements Expr {
  static Literal of(Object constant) {
    if (constant instanceof Long number) {
      return new Literal(constant, ExprType.literal(number));
    }
    if (constant instanceof Double) {
      return new Literal(constant, ExprType.FLOAT64);
    }
    return new Literal(constant, constant instanceof Boolean ? ExprType.BOOL : ExprType.TEXT);
  }

  @Override
  public List<Expr> operands() {
    return List.of();
  }

  @Override
  public Operand write(JavaMethod method) {
    Class<?> kind =
        switch (type.family()) {
          case BOOLEAN -> boolean.class;
          case FLOAT -> double.class;
          case STRING -> String.class;
          case INTEGER, DATE, TIMESTAMP -> long.class;
          case OTHER -> Object.class;
        };
    return new Operand(method.constant(kind, constant), Operand.NEVER);
  }
}
