package dev.prejoin.expression;

import java.util.ArrayList;
import java.util.List;

/** Which columns cannot be NULL in a row for which all of some conditions are TRUE. */
public final class NotNull {
  private final List<ColumnRef> columns = new ArrayList<>();

  public NotNull(List<Expr> conditions) {
    conditions.forEach(this::whereTrue);
  }

  /** Whether the value may be NULL in such a row. */
  public boolean mayBeNull(Expr expr) {
    return expr.type().nullable()
        && !(expr instanceof ColumnRef column
            && columns.stream()
                .anyMatch(c -> c.row() == column.row() && c.position() == column.position()));
  }

  private void whereTrue(Expr condition) {
    if (condition instanceof Logic.Junction both && both.and()) {
      both.operands().forEach(this::whereTrue);
    } else if (condition instanceof Logic.IsNull test && test.negated()) {
      whereNotNull(test.operand());
    } else {
      whereNotNull(condition);
    }
  }

  /** Down through whatever is NULL if one of its operands is. */
  private void whereNotNull(Expr expr) {
    if (expr instanceof ColumnRef column) {
      columns.add(column);
    } else if (expr instanceof Comparison
        || expr instanceof StaticCall
        || expr instanceof ArithmeticFunctions.Infix
        || expr instanceof Convert.Widened
        || expr instanceof Logic.Not
        || expr instanceof Logic.NotZero) {
      expr.operands().forEach(this::whereNotNull);
    }
  }
}
