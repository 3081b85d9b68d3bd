package dev.prejoin.definition;

import dev.prejoin.definition.SourceDefinition.Kind;
import dev.prejoin.sql.Nearest;
import dev.prejoin.sql.Places;
import dev.prejoin.sql.SyntaxException;
import dev.prejoin.sql.Token;
import dev.prejoin.sql.Tokens;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Reads a source behind CREATE TABLE. */
final class SourceParser {
  static final String FORM =
      "CREATE TABLE name ENGINE = ChangeStream('schema.table') for facts, or"
          + " ChangeTable('schema.table') for a dimension";

  private final Tokens tokens;
  private final Places places;
  private final Header header;

  SourceParser(Tokens tokens, Places places, Set<String> named) {
    this.tokens = tokens;
    this.places = places;
    this.header = new Header(tokens, named, FORM);
  }

  SourceDefinition read() throws SyntaxException {
    header.ifNotExists();
    Token name = header.name();
    header.onCluster();
    List<DeclaredColumn> columns = header.columns();
    header.word("ENGINE");
    header.symbol("=");
    Kind kind = kind();
    header.symbol("(");
    Token table = header.string("the table");
    if (!table.text().matches("[^.\\s]+\\.[^.\\s]+")) {
      throw new SyntaxException(
          table.start(), "name the table with its schema, such as 'public.power_readings'");
    }
    header.symbol(")");
    StatementSettings settings =
        new StatementSettings(
            tokens,
            Map.of(
                "deletes",
                new StatementSettings.Key(
                    List.of("apply", "ignore"),
                    "'apply' (what was made of a deleted row goes too) or 'ignore' (it stays)")));
    settings.read();
    header.comment();
    header.end("the engine of a source and its SETTINGS");
    return new SourceDefinition(
        name.text(),
        kind,
        table.text(),
        Deletes.valueOf(settings.get("deletes", "apply").toUpperCase(Locale.ROOT)),
        columns,
        places.line(name.start()),
        places.column(name.start()));
  }

  private Kind kind() throws SyntaxException {
    Token engine = tokens.peek();
    for (Kind kind : Kind.values()) {
      if (engine.text().equals(kind.engine())) {
        tokens.next();
        return kind;
      }
    }
    if (!engine.isName()) {
      throw header.missing("the engine");
    }
    String near =
        Nearest.to(engine.text(), Arrays.stream(Kind.values()).map(Kind::engine).toList());
    throw new SyntaxException(
        engine.start(),
        engine.text()
            + " is no engine of a source"
            + (near.contains("did you mean")
                ? near
                : "; a table of ClickHouse's own belongs in clickhouse/ddl; here the form is "
                    + FORM));
  }
}
