package dev.prejoin.sql;

import dev.prejoin.sql.Select.Clause;
import dev.prejoin.sql.Select.Clause.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a SELECT, up to SETTINGS, COMMENT, a closing bracket or the end. What a view cannot have is
 * read too and noted.
 */
public final class SelectParser {
  private static final String NEXT_PART =
      "a view is SELECT columns FROM a stream [[LEFT] JOIN a dimension ON its key] [WHERE"
          + " conditions]";

  private final Tokens tokens;
  private final ExpressionParser expressions;
  private final TablesParser tables;
  private final List<Clause> others = new ArrayList<>();
  private final List<SqlNode> items = new ArrayList<>();
  private @Nullable SqlNode where;

  private SelectParser(String text, Tokens tokens, ObjIntConsumer<String> refused) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(text, tokens, refused);
    this.tables = new TablesParser(tokens, expressions, others, refused);
  }

  /**
   * Reads one.
   *
   * @param text the whole text that the tokens are of
   * @param refused takes the words and the offset of what can be read and nevertheless not run
   */
  public static Select parse(String text, Tokens tokens, ObjIntConsumer<String> refused)
      throws SyntaxException {
    return new SelectParser(text, tokens, refused).select();
  }

  private Select select() throws SyntaxException {
    int mark = tokens.mark();
    List<SqlNode.Aliased> with = with();
    boolean fromFirst = tokens.isWords("FROM");
    if (fromFirst) {
      tokens.next();
      tables.read();
    }
    if (!tokens.accept("SELECT")) {
      throw Unexpected.expected("SELECT", tokens);
    }
    distinct();
    items();
    if (!fromFirst && tokens.accept("FROM")) {
      tables.read();
    }
    while (clause()) {
      // Each takes its own words.
    }
    if (!atEnd()) {
      throw Unexpected.behind(NEXT_PART, tokens);
    }
    return new Select(
        with, items, tables.from(), tables.joins(), where, others, tokens.since(mark));
  }

  private boolean atEnd() {
    return tokens.atEnd()
        || tokens.isSymbol(")")
        || tokens.isWords("SETTINGS")
        || tokens.isWords("COMMENT");
  }

  private List<SqlNode.Aliased> with() throws SyntaxException {
    List<SqlNode.Aliased> named = new ArrayList<>();
    if (!tokens.accept("WITH")) {
      return named;
    }
    tokens.accept("RECURSIVE");
    do {
      int mark = tokens.mark();
      if (tokens.peek().isName()
          && tokens.peek(1).isWord("AS")
          && tokens.peek(2).isSymbol("(")
          && isSelect(tokens.peek(3))) {
        tokens.next();
        tokens.next();
        tokens.next();
        tokens.skipBrackets();
        others.add(new Clause(Kind.WITH_TABLE, tokens.since(mark)));
      } else {
        SqlNode node = expressions.expression();
        if (!tokens.accept("AS")) {
          throw Unexpected.expected("the AS of WITH expression AS name", tokens);
        }
        Token alias = expressions.alias();
        named.add(
            new SqlNode.Aliased(node, alias.text(), alias.span(), node.span().to(alias.span())));
      }
    } while (tokens.acceptSymbol(","));
    return named;
  }

  private static boolean isSelect(Token token) {
    return token.isWord("SELECT") || token.isWord("WITH") || token.isSymbol("(");
  }

  private void distinct() throws SyntaxException {
    int mark = tokens.mark();
    Token following = tokens.peek(1);
    if (tokens.isWords("DISTINCT") && !following.isSymbol(",") && !following.isWord("FROM")) {
      tokens.next();
      if (tokens.accept("ON")) {
        tokens.acceptSymbol("(");
        tokens.skipBrackets();
      }
      others.add(new Clause(Kind.DISTINCT, tokens.since(mark)));
    }
    if (tokens.isWords("TOP") && tokens.peek(1).kind() == Token.Kind.NUMBER) {
      mark = tokens.mark();
      tokens.next();
      tokens.next();
      tokens.accept("WITH", "TIES");
      others.add(new Clause(Kind.LIMIT, tokens.since(mark)));
    }
  }

  private void items() throws SyntaxException {
    while (true) {
      items.add(expressions.item());
      if (!tokens.acceptSymbol(",")) {
        break;
      }
      // ClickHouse lets a last comma be; a column may be called from.
      if (tokens.atEnd()
          || (tokens.isWords("FROM") && Keywords.beginsPart(tokens.peek(), tokens.peek(1)))) {
        break;
      }
    }
    if (!tokens.isWords("FROM") && !atEnd() && !isClause()) {
      throw missingComma();
    }
  }

  private SyntaxException missingComma() {
    Token found = tokens.peek();
    SqlNode last = items.get(items.size() - 1);
    if (found.isWord("AS")) {
      return new SyntaxException(found.start(), "one expression takes one alias");
    }
    boolean likely =
        Keywords.likely(tokens.previous()).isEmpty() && Keywords.likely(found).isEmpty();
    if (last instanceof SqlNode.Aliased aliased && likely && found.isName()) {
      return new SyntaxException(
          found.start(),
          "%s stands behind the alias %s: is a comma missing before one of them?"
              .formatted(Unexpected.name(found), aliased.alias()));
    }
    if (last instanceof SqlNode.Aliased aliased && likely && found.isSymbol("(")) {
      return new SyntaxException(
          aliased.aliasSpan().start(),
          "%s is read as an alias, so '(' makes no sense behind it: is a comma missing before it?"
              .formatted(aliased.alias()));
    }
    return Unexpected.behind("an operator, an alias, a comma or FROM may stand here", tokens);
  }

  private boolean isClause() {
    return Clauses.kind(tokens) != null || tokens.isWords("WHERE");
  }

  private boolean clause() throws SyntaxException {
    int mark = tokens.mark();
    if (tokens.isWords("WHERE")) {
      Token word = tokens.next();
      if (where != null) {
        throw new SyntaxException(word.start(), "there are two WHEREs; join them with AND");
      }
      where = expressions.expression();
      return true;
    }
    Kind kind = Clauses.kind(tokens);
    if (kind == null) {
      if (tables.isJoin()) {
        throw new SyntaxException(
            tokens.peek().start(), "a JOIN stands before WHERE, behind the tables of FROM");
      }
      return false;
    }
    Clauses.skip(tokens, kind);
    others.add(new Clause(kind, tokens.since(mark)));
    return true;
  }
}
