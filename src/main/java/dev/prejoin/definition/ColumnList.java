package dev.prejoin.definition;

import dev.prejoin.sql.SyntaxException;
import dev.prejoin.sql.Token;
import dev.prejoin.sql.Tokens;
import dev.prejoin.sql.TypeNames;
import dev.prejoin.sql.Unexpected;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Reads a column list. A default, a codec, a comment and a TTL of a column and indexes, constraints
 * and projections are ClickHouse's alone and passed over; a column that ClickHouse computes is
 * refused, since its rows come whole.
 */
final class ColumnList {
  private static final Set<String> COMPUTED = Set.of("MATERIALIZED", "ALIAS", "EPHEMERAL");

  private final Tokens tokens;

  ColumnList(Tokens tokens) {
    this.tokens = tokens;
  }

  /** The columns, the opening bracket having been taken. */
  List<DeclaredColumn> read() throws SyntaxException {
    Token open = tokens.previous();
    List<DeclaredColumn> columns = new ArrayList<>();
    do {
      if (isTableElement()) {
        skip();
      } else {
        columns.add(column());
      }
    } while (tokens.acceptSymbol(",") && !tokens.isSymbol(")"));
    if (!tokens.acceptSymbol(")")) {
      throw tokens.atEnd()
          ? new SyntaxException(open.start(), "this ( is not closed: ) is missing")
          : Unexpected.expected("a comma or the ) of the column list", tokens);
    }
    return columns;
  }

  private boolean isTableElement() {
    return (tokens.isWords("INDEX") && tokens.peek(2).kind() != Token.Kind.SYMBOL)
        || tokens.isWords("CONSTRAINT")
        || tokens.isWords("PROJECTION")
        || tokens.isWords("PRIMARY", "KEY");
  }

  private DeclaredColumn column() throws SyntaxException {
    if (!tokens.peek().isName()) {
      throw Unexpected.expected("the name of a column", tokens);
    }
    int mark = tokens.mark();
    String name = tokens.next().text();
    String type = new TypeNames(tokens).read();
    if (tokens.accept("NULL")) {
      type = "Nullable(" + type + ")";
    } else {
      tokens.accept("NOT", "NULL");
    }
    DeclaredColumn column = new DeclaredColumn(name, type, tokens.since(mark));
    Token modifier = tokens.peek();
    if (modifier.kind() == Token.Kind.WORD
        && COMPUTED.contains(modifier.text().toUpperCase(Locale.ROOT))) {
      throw new SyntaxException(
          modifier.start(),
          "a column that ClickHouse computes belongs in its own table, in clickhouse/ddl; leave %s"
                  .formatted(name)
              + " out here");
    }
    skip();
    return column;
  }

  private void skip() throws SyntaxException {
    while (!tokens.atEnd() && !tokens.isSymbol(",") && !tokens.isSymbol(")")) {
      if (tokens.next().isSymbol("(")) {
        tokens.skipBrackets();
      }
    }
  }
}
