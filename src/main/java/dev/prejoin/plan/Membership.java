package dev.prejoin.plan;

import java.util.List;
import java.util.Set;

/** IN and NOT IN a list of literals of the value's own type. */
record Membership(Expr value, Set<Object> members, boolean negated) implements Expr {
  @Override
  public ExprType type() {
    return ExprType.BOOL.orNull(value.type().nullable());
  }

  @Override
  public List<Expr> operands() {
    return List.of(value);
  }

  @Override
  public Operand write(JavaMethod method) {
    Operand operand = value.write(method);
    String boxed =
        value.type().family() == ExprType.Family.STRING
            ? operand.value()
            : "Long.valueOf(" + operand.value() + ")";
    String contains = method.constant(Set.class, members) + ".contains(" + boxed + ")";
    return new Operand(
        method.local("boolean", negated ? "!" + contains : contains), operand.isNull());
  }
}
