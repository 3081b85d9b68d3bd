package dev.prejoin.plan;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;

/** A part of a statement that cannot be compiled, with the words for its author. */
final class Refusal extends Exception {
  private final transient SqlParserPos position;
  private final String words;

  Refusal(SqlNode where, String words) {
    this(where.getParserPosition(), words);
  }

  Refusal(SqlParserPos position, String words) {
    super(words);
    this.position = position;
    this.words = words;
  }

  SqlParserPos position() {
    return position;
  }

  String words() {
    return words;
  }
}
