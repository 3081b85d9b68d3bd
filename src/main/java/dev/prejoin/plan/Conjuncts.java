package dev.prejoin.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;

/** The parts of a condition that AND holds together. */
final class Conjuncts {
  private Conjuncts() {}

  static List<SqlNode> of(SqlNode condition) {
    List<SqlNode> conjuncts = new ArrayList<>();
    collect(condition, conjuncts);
    return conjuncts;
  }

  private static void collect(SqlNode node, List<SqlNode> into) {
    if (node.getKind() == SqlKind.AND) {
      ((SqlCall) node).getOperandList().forEach(operand -> collect(operand, into));
    } else {
      into.add(node);
    }
  }
}
