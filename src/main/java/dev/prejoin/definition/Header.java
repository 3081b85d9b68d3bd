package dev.prejoin.definition;

import dev.prejoin.sql.SyntaxException;
import dev.prejoin.sql.Token;
import dev.prejoin.sql.Tokens;
import dev.prejoin.sql.Unexpected;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What the heads of both kinds of statement have: names, a cluster, words and signs. */
final class Header {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final Tokens tokens;
  private final Set<String> named;
  private final String form;

  /**
   * @param named takes each name that the statement defines
   * @param form what the statement looks like
   */
  Header(Tokens tokens, Set<String> named, String form) {
    this.tokens = tokens;
    this.named = named;
    this.form = form;
  }

  /** Passes IF NOT EXISTS, which means nothing to a file. */
  void ifNotExists() throws SyntaxException {
    if (tokens.accept("IF")) {
      word("NOT");
      word("EXISTS");
    }
  }

  /** The name without its database, which a pipeline does without. */
  Token name() throws SyntaxException {
    if (!tokens.peek().isName()) {
      throw missing("a name");
    }
    Token name = tokens.next();
    if (tokens.acceptSymbol(".")) {
      return name();
    }
    if (!NAME.matcher(name.text()).matches()) {
      throw new SyntaxException(
          name.start(),
          "this name becomes a topic, a schema and a table: letters, digits and _ only, no digit"
              + " first");
    }
    named.add(name.text());
    if (tokens.accept("UUID")) {
      string("the UUID");
    }
    return name;
  }

  /** Passes ON CLUSTER, which is for ClickHouse's own tables. */
  void onCluster() throws SyntaxException {
    if (tokens.accept("ON", "CLUSTER")) {
      if (!tokens.peek().isName() && tokens.peek().kind() != Token.Kind.STRING) {
        throw missing("the name of a cluster");
      }
      tokens.next();
    }
  }

  /** A column list, if one comes next. */
  List<DeclaredColumn> columns() throws SyntaxException {
    return tokens.acceptSymbol("(") ? new ColumnList(tokens).read() : List.of();
  }

  /** Passes a COMMENT, if one comes next. */
  void comment() throws SyntaxException {
    if (tokens.accept("COMMENT")) {
      string("the comment");
    }
  }

  Token string(String what) throws SyntaxException {
    if (tokens.peek().kind() != Token.Kind.STRING) {
      throw missing(what + " in quotes '…'");
    }
    return tokens.next();
  }

  void word(String word) throws SyntaxException {
    if (!tokens.accept(word)) {
      throw missing(word);
    }
  }

  void symbol(String symbol) throws SyntaxException {
    if (!tokens.acceptSymbol(symbol)) {
      throw missing(symbol);
    }
  }

  void end(String behind) throws SyntaxException {
    if (!tokens.atEnd()) {
      throw new SyntaxException(
          tokens.peek().start(),
          "%s is not expected here: nothing follows %s; the form is %s"
              .formatted(Unexpected.name(tokens.peek()), behind, form));
    }
  }

  SyntaxException missing(String what) {
    SyntaxException plain = Unexpected.expected(what, tokens);
    return new SyntaxException(plain.offset(), plain.words() + "; the form is " + form);
  }
}
