package dev.prejoin.expression;

import java.util.ArrayList;
import java.util.List;

/**
 * The result of the first condition that is TRUE, else the last result. Only what is asked for is
 * computed.
 *
 * @param results one more than conditions, all of the type
 */
record Choice(List<Expr> conditions, List<Expr> results, ExprType type) implements Expr {
  Choice {
    conditions = List.copyOf(conditions);
    results = List.copyOf(results);
  }

  @Override
  public List<Expr> operands() {
    List<Expr> operands = new ArrayList<>(conditions);
    operands.addAll(results);
    return operands;
  }

  @Override
  public Operand write(JavaMethod method) {
    String value = method.local(type.family().java());
    String isNull = type.nullable() ? method.local("boolean") : Operand.NEVER;
    for (int i = 0; i < conditions.size(); i++) {
      Operand condition = method.operand(new Logic.IsTrue(conditions.get(i)));
      method.open("if (" + condition.value() + ")");
      set(method, value, isNull, results.get(i));
      method.otherwise();
    }
    set(method, value, isNull, results.get(conditions.size()));
    conditions.forEach(condition -> method.close());
    return new Operand(value, isNull);
  }

  private static void set(JavaMethod method, String value, String isNull, Expr result) {
    Operand operand = method.operand(result);
    method.statement(value + " = " + operand.value());
    if (!isNull.equals(Operand.NEVER)) {
      method.statement(isNull + " = " + operand.isNull());
    }
  }
}
