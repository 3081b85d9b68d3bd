package dev.prejoin.sql;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An operator that stands behind its first operand.
 *
 * @param words its words, or its one symbol
 * @param function ClickHouse's name of its function
 * @param priority as in ClickHouse's own table (its ParserExpressionImpl::operators_table): a
 *     higher one binds tighter, equal ones from left to right
 */
record Operator(List<String> words, String function, int priority, Kind kind) {
  /** How it is read. */
  enum Kind {
    BINARY,
    /** Several in a row are one call: {@code and(a, b, c)}. */
    CHAIN,
    POSTFIX,
    BETWEEN,
    NOT_BETWEEN,
    TERNARY,
    LAMBDA,
    LIKE,
    ELEMENT,
    MEMBER,
    CAST
  }

  static final int LAMBDA = 1;
  static final int TERNARY = 2;
  static final int ELSE = 3;
  static final int NOT = 5;
  static final int BETWEEN_BOUND = 8;
  static final int COMPARISON = 9;
  static final int NEGATE = 13;

  private static final List<Operator> ALL =
      List.of(
          of("->", "lambda", LAMBDA, Kind.LAMBDA),
          of("?", "if", TERNARY, Kind.TERNARY),
          of("OR", "or", 3, Kind.CHAIN),
          of("AND", "and", 4, Kind.CHAIN),
          of("IS NOT DISTINCT FROM", "isNotDistinctFrom", 6, Kind.BINARY),
          of("IS DISTINCT FROM", "isDistinctFrom", 6, Kind.BINARY),
          of("IS NOT NULL", "isNotNull", 6, Kind.POSTFIX),
          of("IS NULL", "isNull", 6, Kind.POSTFIX),
          of("IS NOT TRUE", "isDistinctFrom", 6, Kind.POSTFIX),
          of("IS TRUE", "isNotDistinctFrom", 6, Kind.POSTFIX),
          of("IS NOT FALSE", "isDistinctFrom", 6, Kind.POSTFIX),
          of("IS FALSE", "isNotDistinctFrom", 6, Kind.POSTFIX),
          of("IS NOT UNKNOWN", "isNotNull", 6, Kind.POSTFIX),
          of("IS UNKNOWN", "isNull", 6, Kind.POSTFIX),
          of("BETWEEN", "and", 7, Kind.BETWEEN),
          of("NOT BETWEEN", "or", 7, Kind.NOT_BETWEEN),
          of("=", "equals", 9, Kind.BINARY),
          of("==", "equals", 9, Kind.BINARY),
          of("!=", "notEquals", 9, Kind.BINARY),
          of("<>", "notEquals", 9, Kind.BINARY),
          of("<=>", "isNotDistinctFrom", 9, Kind.BINARY),
          of("<=", "lessOrEquals", 9, Kind.BINARY),
          of(">=", "greaterOrEquals", 9, Kind.BINARY),
          of("<", "less", 9, Kind.BINARY),
          of(">", "greater", 9, Kind.BINARY),
          of("LIKE", "like", 9, Kind.LIKE),
          of("ILIKE", "ilike", 9, Kind.LIKE),
          of("NOT LIKE", "notLike", 9, Kind.LIKE),
          of("NOT ILIKE", "notILike", 9, Kind.LIKE),
          of("REGEXP", "match", 9, Kind.BINARY),
          of("IN", "in", 9, Kind.BINARY),
          of("NOT IN", "notIn", 9, Kind.BINARY),
          of("GLOBAL IN", "globalIn", 9, Kind.BINARY),
          of("GLOBAL NOT IN", "globalNotIn", 9, Kind.BINARY),
          of("||", "concat", 10, Kind.CHAIN),
          of("+", "plus", 11, Kind.BINARY),
          of("-", "minus", 11, Kind.BINARY),
          of("*", "multiply", 12, Kind.BINARY),
          of("/", "divide", 12, Kind.BINARY),
          of("%", "modulo", 12, Kind.BINARY),
          of("MOD", "modulo", 12, Kind.BINARY),
          of("DIV", "intDiv", 12, Kind.BINARY),
          of(".", "tupleElement", 14, Kind.MEMBER),
          of("[", "arrayElement", 14, Kind.ELEMENT),
          of("::", "CAST", 14, Kind.CAST));

  private static Operator of(String words, String function, int priority, Kind kind) {
    return new Operator(List.of(words.split(" ")), function, priority, kind);
  }

  /** The one that comes next, which is not taken; null if none does. */
  static @Nullable Operator next(Tokens tokens) {
    Token.Kind kind = tokens.peek().kind();
    if (kind == Token.Kind.WORD || kind == Token.Kind.SYMBOL) {
      for (Operator operator : ALL) {
        if (operator.comesNext(tokens)) {
          return operator;
        }
      }
    }
    return null;
  }

  /** Takes its words. */
  void take(Tokens tokens) {
    for (int i = 0; i < words.size(); i++) {
      tokens.next();
    }
  }

  private boolean comesNext(Tokens tokens) {
    for (int i = 0; i < words.size(); i++) {
      Token token = tokens.peek(i);
      if (!token.isWord(words.get(i)) && !token.isSymbol(words.get(i))) {
        return false;
      }
    }
    return true;
  }
}
