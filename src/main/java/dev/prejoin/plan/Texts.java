package dev.prejoin.plan;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** The texts of the parts of a SELECT, in one line each. */
final class Texts {
  private final String[] lines;

  Texts(String select) {
    lines = select.split("\n", -1);
  }

  String of(SqlNode node) {
    SqlParserPos position = node.getParserPosition();
    StringBuilder text = new StringBuilder();
    for (int line = position.getLineNum(); line <= position.getEndLineNum(); line++) {
      String whole = lines[line - 1];
      int from = line == position.getLineNum() ? position.getColumnNum() - 1 : 0;
      int to = line == position.getEndLineNum() ? position.getEndColumnNum() : whole.length();
      text.append(whole, from, Math.min(to, whole.length())).append(' ');
    }
    return text.toString().strip().replaceAll("\\s+", " ");
  }
}
