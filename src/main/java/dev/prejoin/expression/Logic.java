package dev.prejoin.expression;

import java.util.List;

/** Conditions with SQL's three values. */
final class Logic {
  private Logic() {}

  /** AND is decided by one FALSE, OR by one TRUE, whatever else is NULL or would fail. */
  record Junction(boolean and, Expr left, Expr right, ExprType type) implements Expr {
    @Override
    public List<Expr> operands() {
      return List.of(left, right);
    }

    @Override
    public Operand write(JavaMethod method) {
      return right.isPlain() ? both(method) : leftFirst(method);
    }

    private Operand both(JavaMethod method) {
      Operand a = method.operand(left);
      Operand b = method.operand(right);
      String value = "(" + a.value() + (and ? " & " : " | ") + b.value() + ")";
      if (!a.nullable() && !b.nullable()) {
        return new Operand(method.local("boolean", value), Operand.NEVER);
      }
      String decided = method.local("boolean", "(" + decides(a) + ") | (" + decides(b) + ")");
      String isNull =
          method.local("boolean", "!" + decided + " & " + Operand.anyNull(List.of(a, b)));
      return new Operand(
          method.local("boolean", and ? "!" + decided + " & !" + isNull : decided), isNull);
    }

    private Operand leftFirst(JavaMethod method) {
      Operand a = method.operand(left);
      String value = method.local("boolean");
      String isNull = type().nullable() ? method.local("boolean") : Operand.NEVER;
      method.open("if (" + decides(a) + ")");
      set(method, value, String.valueOf(!and), isNull, "false");
      method.otherwise();
      Operand b = method.operand(right);
      String decided = method.local("boolean", decides(b));
      String unknown = "!" + decided + " & (" + Operand.anyNull(List.of(a, b)) + ")";
      String unknownLocal = method.local("boolean", unknown);
      set(
          method,
          value,
          and ? "!" + decided + " & !" + unknownLocal : decided,
          isNull,
          unknownLocal);
      method.close();
      return new Operand(value, isNull);
    }

    private static void set(
        JavaMethod method, String value, String to, String isNull, String toNull) {
      method.statement(value + " = " + to);
      if (!isNull.equals(Operand.NEVER)) {
        method.statement(isNull + " = " + toNull);
      }
    }

    private String decides(Operand operand) {
      return "!" + operand.isNull() + " & " + (and ? "!" : "") + operand.value();
    }
  }

  record Not(Expr operand) implements Expr {
    @Override
    public ExprType type() {
      return operand.type();
    }

    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }

    @Override
    public Operand write(JavaMethod method) {
      Operand value = method.operand(operand);
      return new Operand("(!" + value.value() + ")", value.isNull());
    }
  }

  record IsNull(Expr operand, boolean negated) implements Expr {
    @Override
    public ExprType type() {
      return ExprType.CONDITION;
    }

    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }

    @Override
    public Operand write(JavaMethod method) {
      // What is never NULL need not be computed, nor fail.
      String isNull = operand.type().nullable() ? method.operand(operand).isNull() : Operand.NEVER;
      return new Operand(negated ? "(!" + isNull + ")" : "(" + isNull + ")", Operand.NEVER);
    }
  }

  /** Whether a condition is TRUE: NULL is not. */
  record IsTrue(Expr operand) implements Expr {
    @Override
    public ExprType type() {
      return ExprType.CONDITION;
    }

    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }

    @Override
    public Operand write(JavaMethod method) {
      Operand value = method.operand(operand);
      return new Operand(
          value.nullable() ? "(!" + value.isNull() + " & " + value.value() + ")" : value.value(),
          Operand.NEVER);
    }
  }

  /** A number as a condition: whether it is not 0. */
  record NotZero(Expr operand) implements Expr {
    @Override
    public ExprType type() {
      return ExprType.CONDITION.orNull(operand.type().nullable());
    }

    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }

    @Override
    public Operand write(JavaMethod method) {
      Operand value = method.operand(operand);
      return new Operand("(" + value.value() + " != 0)", value.isNull());
    }
  }
}
