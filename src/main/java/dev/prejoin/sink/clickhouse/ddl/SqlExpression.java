package dev.prejoin.sink.clickhouse.ddl;

import dev.prejoin.sql.ExpressionParser;
import dev.prejoin.sql.Lexer;
import dev.prejoin.sql.SqlNode;
import dev.prejoin.sql.SyntaxException;
import dev.prejoin.sql.Token;
import dev.prejoin.sql.Tokens;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** An expression, with the names of columns in it. */
final class SqlExpression {
  private final String sql;
  private final String place;
  private final SqlNode node;
  private final Map<Integer, SqlNode.Name> names = new TreeMap<>();

  /** Gives what a name stands for. */
  interface Meaning {
    String of(SqlNode.Name name) throws UnfitStatementException;
  }

  private SqlExpression(String sql, String place, SqlNode node) throws UnfitStatementException {
    this.sql = sql;
    this.place = place;
    this.node = node;
    collect(node);
  }

  /**
   * Reads one.
   *
   * @param place where it stands, for messages
   * @throws UnfitStatementException if names in it may have a meaning of their own
   */
  static SqlExpression of(String sql, String place) throws UnfitStatementException {
    List<Token> tokens = Lexer.tokens(sql);
    Tokens left = new Tokens(tokens);
    try {
      SqlNode node = new ExpressionParser(sql, left, (words, offset) -> {}).expression();
      if (!left.atEnd() || tokens.stream().anyMatch(token -> token.isWord("FILTER"))) {
        throw opaque(place, sql);
      }
      return new SqlExpression(sql, place, node);
    } catch (SyntaxException e) {
      throw new UnfitStatementException(place, "%s: %s".formatted(sql, e.words()));
    }
  }

  private static UnfitStatementException opaque(String place, String sql) {
    return new UnfitStatementException(
        place,
        ("%s has a part that no expression of another table can be put into: a ->, an alias inside,"
                + " a subquery, FILTER, * or OVER; read the rows themselves instead of another"
                + " aggregate")
            .formatted(sql));
  }

  private void collect(SqlNode part) throws UnfitStatementException {
    if (part instanceof SqlNode.Name name) {
      names.put(name.span().start(), name);
    } else if (part instanceof SqlNode.Call call) {
      for (SqlNode argument : call.arguments()) {
        collect(argument);
      }
    } else if (!(part instanceof SqlNode.Literal)) {
      throw opaque(place, sql);
    }
  }

  String sql() {
    return sql;
  }

  SqlNode node() {
    return node;
  }

  List<SqlNode.Name> names() {
    return List.copyOf(names.values());
  }

  /** The text with each name's meaning in its place. */
  String with(Meaning meaning) throws UnfitStatementException {
    StringBuilder text = new StringBuilder();
    int end = 0;
    for (SqlNode.Name name : names.values()) {
      text.append(sql, end, name.span().start()).append(meaning.of(name));
      end = name.span().end();
    }
    return text.append(sql, end, sql.length()).toString();
  }

  /** The text as it can stand inside any other expression. */
  static String bracketed(String sql, String place) throws UnfitStatementException {
    SqlNode node = of(sql, place).node;
    boolean plain =
        node instanceof SqlNode.Name
            || (node instanceof SqlNode.Call call
                && call.nameSpan().start() == 0
                && sql.startsWith(call.function() + "(")
                && !call.function().equalsIgnoreCase("not")
                && sql.endsWith(")"));
    return plain ? sql : "(" + sql + ")";
  }

  /** The parameters in the first brackets of {@code f(…)(…)}, without blanks; else empty. */
  static String parameters(String call) {
    List<Token> tokens = Lexer.tokens(call);
    int depth = 0;
    for (int i = 1; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      depth += token.isSymbol("(") ? 1 : token.isSymbol(")") ? -1 : 0;
      if (depth == 0) {
        boolean more = i + 1 < tokens.size() && tokens.get(i + 1).isSymbol("(");
        return more ? call.substring(tokens.get(1).end(), token.start()).replaceAll("\\s", "") : "";
      }
    }
    return "";
  }
}
