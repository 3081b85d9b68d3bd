package dev.prejoin.expression;

import java.util.ArrayList;
import java.util.List;

/** The columns that an expression reads. */
public final class Inputs {
  private Inputs() {}

  /** Each once, in the order of the text. */
  public static List<ColumnRef> of(Expr expr) {
    List<ColumnRef> found = new ArrayList<>();
    collect(expr, found);
    return found.stream().distinct().toList();
  }

  /** How many lookups must be done before it can be computed. */
  public static int stage(Expr expr) {
    return of(expr).stream().mapToInt(ColumnRef::row).max().orElse(0);
  }

  public static boolean reads(Expr expr, int row) {
    return of(expr).stream().anyMatch(c -> c.row() == row);
  }

  static boolean isConstant(Expr expr) {
    return !(expr instanceof ColumnRef) && expr.operands().stream().allMatch(Inputs::isConstant);
  }

  private static void collect(Expr expr, List<ColumnRef> into) {
    if (expr instanceof ColumnRef column) {
      into.add(column);
    }
    expr.operands().forEach(operand -> collect(operand, into));
  }
}
