package dev.prejoin.sql;

import dev.prejoin.sql.Select.Clause;
import dev.prejoin.sql.Select.Clause.Kind;
import dev.prejoin.sql.Select.Join;
import dev.prejoin.sql.Select.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/** Reads what stands behind FROM: tables and joins. */
final class TablesParser {
  private static final Set<String> JOIN_WORDS =
      Set.of(
          ("GLOBAL LOCAL NATURAL ANY ALL ASOF SEMI ANTI ONLY LEFT RIGHT FULL INNER CROSS PASTE"
                  + " OUTER JOIN")
              .split(" "));

  /** In this order they are written in {@link Join#kind}. */
  private static final List<String> KIND_ORDER =
      List.of(
          "GLOBAL", "NATURAL", "ANY", "ALL", "ASOF", "SEMI", "ANTI", "LEFT", "RIGHT", "FULL",
          "CROSS", "PASTE", "JOIN");

  private final Tokens tokens;
  private final ExpressionParser expressions;
  private final List<Clause> others;
  private final ObjIntConsumer<String> refused;
  private final List<Join> joins = new ArrayList<>();
  private @Nullable Table from;

  TablesParser(
      Tokens tokens,
      ExpressionParser expressions,
      List<Clause> others,
      ObjIntConsumer<String> refused) {
    this.tokens = tokens;
    this.expressions = expressions;
    this.others = others;
    this.refused = refused;
  }

  @Nullable Table from() {
    return from;
  }

  List<Join> joins() {
    return joins;
  }

  /** Reads all of it, FROM having been taken. */
  void read() throws SyntaxException {
    int mark = tokens.mark();
    from = table();
    if (from == null) {
      others.add(new Clause(Kind.FROM_SUBQUERY, tokens.since(mark)));
    }
    while (true) {
      if (tokens.isSymbol(",")) {
        comma();
      } else if (isArrayJoin()) {
        arrayJoin();
      } else if (isJoin()) {
        join();
      } else {
        return;
      }
    }
  }

  /** Whether the words of a JOIN come next. */
  boolean isJoin() {
    int i = 0;
    while (tokens.peek(i).kind() == Token.Kind.WORD
        && JOIN_WORDS.contains(Unexpected.upper(tokens.peek(i)))) {
      if (tokens.peek(i).isWord("JOIN")) {
        return true;
      }
      i++;
    }
    return false;
  }

  private boolean isArrayJoin() {
    return tokens.isWords("ARRAY", "JOIN")
        || tokens.isWords("LEFT", "ARRAY", "JOIN")
        || tokens.isWords("INNER", "ARRAY", "JOIN");
  }

  private void arrayJoin() throws SyntaxException {
    int mark = tokens.mark();
    while (!tokens.next().isWord("JOIN")) {
      // LEFT ARRAY
    }
    do {
      expressions.item();
    } while (tokens.acceptSymbol(","));
    others.add(new Clause(Kind.ARRAY_JOIN, tokens.since(mark)));
  }

  private void comma() throws SyntaxException {
    int mark = tokens.mark();
    Span comma = tokens.next().span();
    if (tokens.isWords("WHERE") || tokens.atEnd()) {
      throw new SyntaxException(comma.start(), "this comma has no table behind it; leave it out");
    }
    Table table = table();
    joins.add(new Join(",", table, null, List.of(), comma, tokens.since(mark)));
  }

  private void join() throws SyntaxException {
    int mark = tokens.mark();
    List<String> words = new ArrayList<>();
    while (!tokens.isWords("JOIN")) {
      words.add(Unexpected.upper(tokens.next()));
    }
    words.add(Unexpected.upper(tokens.next()));
    Span kindSpan = tokens.since(mark);
    String kind = String.join(" ", KIND_ORDER.stream().filter(words::contains).toList());
    Table table = table();
    SqlNode on = tokens.accept("ON") ? expressions.expression() : null;
    List<SqlNode.Name> using = tokens.accept("USING") ? using() : List.of();
    joins.add(new Join(kind, table, on, using, kindSpan, tokens.since(mark)));
  }

  private List<SqlNode.Name> using() throws SyntaxException {
    List<SqlNode.Name> columns = new ArrayList<>();
    boolean brackets = tokens.acceptSymbol("(");
    Token open = tokens.previous();
    do {
      columns.add(tableName("the name of a column"));
    } while (tokens.acceptSymbol(","));
    if (brackets) {
      expressions.close(open);
    }
    return columns;
  }

  /** Null if it is a subquery, or a function that gives a table. */
  private @Nullable Table table() throws SyntaxException {
    Token first = tokens.peek();
    if (tokens.acceptSymbol("(")) {
      boolean select = tokens.isWords("SELECT") || tokens.isWords("WITH") || tokens.isSymbol("(");
      tokens.skipBrackets();
      if (!select) {
        refused.accept(
            "brackets around tables are not supported; write the joins one behind the other",
            first.start());
      }
      modifiers(first);
      return null;
    }
    if (Keywords.beginsPart(first, tokens.peek(1))) {
      throw Unexpected.expected("a table", tokens);
    }
    SqlNode.Name name = tableName("a table");
    if (tokens.acceptSymbol("(")) {
      tokens.skipBrackets();
      refused.accept(
          name.last()
              + "(…) gives a table in ClickHouse; a view reads a source of this file or an earlier"
              + " view's target",
          first.start());
      modifiers(first);
      return null;
    }
    return modifiers(first).table(name, first);
  }

  private record Alias(@Nullable Token token, int end) {
    Table table(SqlNode.Name name, Token first) {
      return new Table(
          name,
          token == null ? null : token.text(),
          token == null ? null : token.span(),
          new Span(first.start(), end));
    }
  }

  /** The alias, with FINAL and SAMPLE on either side of it. */
  private Alias modifiers(Token first) throws SyntaxException {
    Token alias = null;
    int end = tokens.previous().end();
    while (true) {
      int mark = tokens.mark();
      if (alias == null && tokens.accept("AS")) {
        alias = expressions.alias();
        end = alias.end();
      } else if (tokens.accept("FINAL")) {
        others.add(new Clause(Kind.FINAL, tokens.since(mark)));
      } else if (tokens.accept("SAMPLE")) {
        sample();
        others.add(new Clause(Kind.SAMPLE, tokens.since(mark)));
      } else if (alias == null && isAlias()) {
        alias = tokens.next();
        end = alias.end();
      } else {
        return new Alias(alias, Math.max(end, first.end()));
      }
    }
  }

  private boolean isAlias() {
    return Keywords.canBeAlias(tokens.peek()) && !isJoin();
  }

  private void sample() throws SyntaxException {
    expressions.expression();
    if (tokens.accept("OFFSET")) {
      expressions.expression();
    }
  }

  private SqlNode.Name tableName(String expected) throws SyntaxException {
    int mark = tokens.mark();
    List<String> parts = new ArrayList<>();
    do {
      if (!tokens.peek().isName()) {
        throw Unexpected.expected(parts.isEmpty() ? expected : "a name", tokens);
      }
      parts.add(tokens.next().text());
    } while (tokens.acceptSymbol("."));
    return new SqlNode.Name(parts, tokens.since(mark));
  }
}
