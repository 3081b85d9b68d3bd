package dev.prejoin.plan;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.jspecify.annotations.Nullable;

/** Holds a statement to SELECT … FROM … WHERE. */
final class SelectShape {
  private SelectShape() {}

  static SqlSelect check(SqlNode statement) throws Refusal {
    if (statement instanceof SqlOrderBy ordered) {
      boolean limited = ordered.orderList.isEmpty();
      SqlNode where = limited ? ordered.fetch : ordered.orderList;
      throw new Refusal(
          where == null ? ordered : where, limited ? Refused.limit() : Refused.order());
    }
    if (statement instanceof SqlWith with) {
      throw new Refusal(with, Refused.WITH);
    }
    if (!(statement instanceof SqlSelect select)) {
      throw new Refusal(
          statement,
          statement.isA(SqlKind.SET_QUERY)
              ? Refused.union(statement.getKind().toString())
              : "a view must be one SELECT");
    }
    refuse(select.getGroup(), "GROUP BY is not supported: " + Refused.ONE_ROW);
    refuse(select.getHaving(), "HAVING is not supported: " + Refused.ONE_ROW);
    refuse(select.getQualify(), "QUALIFY is not supported: " + Refused.ONE_ROW);
    SqlNodeList windows = select.getWindowList();
    refuse(windows.isEmpty() ? null : windows, "WINDOW is not supported: " + Refused.ONE_ROW);
    if (select.isDistinct()) {
      throw new Refusal(select, Refused.distinct());
    }
    return select;
  }

  private static void refuse(@Nullable SqlNode node, String words) throws Refusal {
    if (node != null) {
      throw new Refusal(node, words);
    }
  }
}
