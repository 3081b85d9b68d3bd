package dev.prejoin.plan;

import java.util.List;

/** A resolved and typed expression; each kind of it knows how it is written in Java. */
interface Expr {
  ExprType type();

  List<Expr> operands();

  /** Writes the statements that compute it, and says where the value then is. */
  Operand write(JavaMethod method);

  /**
   * A value in generated code.
   *
   * @param value a Java expression without effects, meaningless where it is NULL
   * @param isNull a Java expression without effects, {@code false} if it never is
   */
  record Operand(String value, String isNull) {
    static final String NEVER = "false";

    boolean nullable() {
      return !isNull.equals(NEVER);
    }

    /** Whether either is NULL. */
    static String eitherNull(Operand left, Operand right) {
      if (!left.nullable()) {
        return right.isNull;
      }
      return right.nullable() ? "(" + left.isNull + " | " + right.isNull + ")" : left.isNull;
    }
  }
}
