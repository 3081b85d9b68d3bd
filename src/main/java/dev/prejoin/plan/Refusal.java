package dev.prejoin.plan;

import dev.prejoin.sql.Span;
import dev.prejoin.sql.SqlNode;

/** A part of a statement that cannot be compiled, with the words for its author. */
final class Refusal extends Exception {
  private final transient Span where;
  private final String words;

  Refusal(SqlNode where, String words) {
    this(where.span(), words);
  }

  Refusal(Span where, String words) {
    super(words);
    this.where = where;
    this.words = words;
  }

  Span where() {
    return where;
  }

  String words() {
    return words;
  }
}
