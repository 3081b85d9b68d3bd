package dev.prejoin.expression;

import java.util.List;

/**
 * A resolved and typed expression. Two that are equal have the same value over the same rows, so
 * that generated code computes it once.
 */
public interface Expr {
  ExprType type();

  List<Expr> operands();

  /**
   * Writes the statements that compute it, and says where the value then is. Others call {@link
   * JavaMethod#operand}, which writes an expression once.
   */
  Operand write(JavaMethod method);

  /**
   * Whether it may be computed though nobody asks for its value: it is cheap and cannot fail. Where
   * ClickHouse would not compute a branch, only such an expression is.
   */
  default boolean isPlain() {
    return operands().stream().allMatch(Expr::isPlain);
  }
}
