package dev.prejoin.definition;

import dev.prejoin.definition.ViewDefinition.RuleName;
import dev.prejoin.sql.Places;
import dev.prejoin.sql.Select;
import dev.prejoin.sql.SelectParser;
import dev.prejoin.sql.SyntaxException;
import dev.prejoin.sql.Token;
import dev.prejoin.sql.Tokens;
import dev.prejoin.sql.Unexpected;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.ObjIntConsumer;

/** Reads a view behind CREATE MATERIALIZED VIEW. */
final class ViewParser {
  static final String FORM = "CREATE MATERIALIZED VIEW name TO target AS SELECT …";
  private static final Map<String, StatementSettings.Key> KEYS =
      Map.of(
          "rejects",
          new StatementSettings.Key(
              List.of("0", "1"),
              "1 (they are kept in <target>.rejects) or 0 (they are counted only)"),
          "restate",
          new StatementSettings.Key(
              List.of("always", "never"),
              "'always' (a late or changed row of a dimension flows into history) or 'never'"));

  private final String text;
  private final Places places;
  private final Tokens tokens;
  private final Header header;
  private final ObjIntConsumer<String> refused;

  ViewParser(
      String text,
      Places places,
      Tokens tokens,
      Set<String> named,
      ObjIntConsumer<String> refused) {
    this.text = text;
    this.places = places;
    this.tokens = tokens;
    this.header = new Header(tokens, named, FORM);
    this.refused = refused;
  }

  ViewDefinition read(List<RuleName> ruleNames) throws SyntaxException {
    header.ifNotExists();
    Token name = header.name();
    header.onCluster();
    refuseOwnStorage();
    header.word("TO");
    Token target = header.name();
    List<DeclaredColumn> columns = header.columns();
    modifiers();
    StatementSettings settings = new StatementSettings(tokens, KEYS);
    Select select = select(settings);
    settings.read();
    header.comment();
    header.end("the SELECT of a view and its SETTINGS");
    return new ViewDefinition(
        name.text(),
        target.text(),
        select,
        columns,
        settings.get("rejects", "1").equals("1"),
        Restate.valueOf(settings.get("restate", "always").toUpperCase(Locale.ROOT)),
        ruleNames,
        places.line(name.start()),
        places.column(name.start()),
        places.line(target.start()),
        places.column(target.start()));
  }

  private void refuseOwnStorage() throws SyntaxException {
    Token found = tokens.peek();
    if (tokens.isWords("REFRESH")) {
      throw new SyntaxException(
          found.start(),
          "a view that is refreshed by the clock belongs in clickhouse/ddl; here each row passes as"
              + " it comes: "
              + FORM);
    }
    if (tokens.isWords("ENGINE")
        || tokens.isWords("AS")
        || tokens.isWords("POPULATE")
        || found.isSymbol("(")) {
      throw new SyntaxException(found.start(), "a view needs a target of its own: " + FORM);
    }
  }

  /** What stands between the target and AS. */
  private void modifiers() throws SyntaxException {
    while (!tokens.isWords("AS")) {
      Token found = tokens.peek();
      if (tokens.accept("DEFINER")) {
        header.symbol("=");
        tokens.next();
      } else if (tokens.accept("SQL", "SECURITY")) {
        tokens.next();
      } else if (tokens.isWords("COMMENT")) {
        header.comment();
      } else if (tokens.accept("EMPTY")) {
        // A view here begins with the first row of its source, whatever this says.
      } else if (tokens.isWords("POPULATE")) {
        throw new SyntaxException(
            found.start(),
            "POPULATE is not needed: a view here sees every row from the first on; leave it out");
      } else if (tokens.isWords("ENGINE")) {
        throw new SyntaxException(
            found.start(),
            "a view with a target has no engine; the target's table belongs in clickhouse/ddl");
      } else {
        break;
      }
    }
    header.word("AS");
  }

  private Select select(StatementSettings settings) throws SyntaxException {
    Token open = tokens.peek();
    if (tokens.atEnd()) {
      throw new SyntaxException(open.start(), "a SELECT must follow AS");
    }
    boolean brackets = tokens.acceptSymbol("(");
    Select select = SelectParser.parse(text, tokens, refused);
    if (brackets) {
      settings.read();
      if (!tokens.acceptSymbol(")")) {
        throw tokens.atEnd()
            ? new SyntaxException(open.start(), "this ( is not closed: ) is missing")
            : Unexpected.expected("the ) of AS (SELECT …)", tokens);
      }
    } else if (tokens.isSymbol(")")) {
      throw new SyntaxException(tokens.peek().start(), "this ) closes no (");
    }
    return select;
  }
}
