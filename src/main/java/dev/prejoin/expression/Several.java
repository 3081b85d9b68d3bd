package dev.prejoin.expression;

import java.util.List;

/** A tuple or an array that the statement writes out; IN and comparisons take it apart. */
record Several(List<Expr> operands, ExprType type) implements Expr {
  Several {
    operands = List.copyOf(operands);
  }

  @Override
  public Operand write(JavaMethod method) {
    throw new IllegalStateException("a " + type + " is no value of a row");
  }
}
