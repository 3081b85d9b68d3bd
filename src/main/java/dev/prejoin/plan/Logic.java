package dev.prejoin.plan;

import dev.prejoin.plan.Expr.Operand;
import java.util.List;

/** AND, OR, NOT and IS NULL with SQL's three values. */
final class Logic {
  private Logic() {}

  /** AND is decided by one FALSE, OR by one TRUE, whatever else is NULL. */
  record Junction(boolean and, Expr left, Expr right) implements Expr {
    @Override
    public ExprType type() {
      return ExprType.BOOL.orNull(left.type().nullable() || right.type().nullable());
    }

    @Override
    public List<Expr> operands() {
      return List.of(left, right);
    }

    @Override
    public Operand write(JavaMethod method) {
      Operand a = left.write(method);
      Operand b = right.write(method);
      String value = "(" + a.value() + (and ? " & " : " | ") + b.value() + ")";
      if (!a.nullable() && !b.nullable()) {
        return new Operand(method.local("boolean", value), Operand.NEVER);
      }
      String decided = method.local("boolean", "(" + decides(a) + ") | (" + decides(b) + ")");
      String isNull = method.local("boolean", "!" + decided + " & " + Operand.eitherNull(a, b));
      return new Operand(
          method.local("boolean", and ? "!" + decided + " & !" + isNull : decided), isNull);
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
      Operand value = operand.write(method);
      return new Operand("(!" + value.value() + ")", value.isNull());
    }
  }

  record IsNull(Expr operand, boolean negated) implements Expr {
    @Override
    public ExprType type() {
      return ExprType.BOOL;
    }

    @Override
    public List<Expr> operands() {
      return List.of(operand);
    }

    @Override
    public Operand write(JavaMethod method) {
      String isNull = operand.write(method).isNull();
      return new Operand(negated ? "(!" + isNull + ")" : isNull, Operand.NEVER);
    }
  }
}
