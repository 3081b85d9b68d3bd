package dev.prejoin.plan;

import dev.prejoin.plan.Rule.Input;
import java.util.ArrayList;
import java.util.List;

/** The columns that an expression reads. */
final class Inputs {
  private Inputs() {}

  /** Each once, in the order of the text. */
  static List<Input> of(Expr expr) {
    return columns(expr).stream()
        .map(c -> new Input(c.shown(), c.row(), c.position(), c.column(), c.absent()))
        .distinct()
        .toList();
  }

  /** How many lookups must be done before it can be computed. */
  static int stage(Expr expr) {
    return columns(expr).stream().mapToInt(ColumnRef::row).max().orElse(0);
  }

  static boolean reads(Expr expr, int row) {
    return columns(expr).stream().anyMatch(c -> c.row() == row);
  }

  private static List<ColumnRef> columns(Expr expr) {
    List<ColumnRef> found = new ArrayList<>();
    collect(expr, found);
    return found;
  }

  private static void collect(Expr expr, List<ColumnRef> into) {
    if (expr instanceof ColumnRef column) {
      into.add(column);
    }
    expr.operands().forEach(operand -> collect(operand, into));
  }
}
