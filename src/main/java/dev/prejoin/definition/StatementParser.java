package dev.prejoin.definition;

import dev.prejoin.definition.SourceDefinition.Kind;
import dev.prejoin.definition.ViewDefinition.RuleName;
import dev.prejoin.sql.Places;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one statement: a source whole, a view up to its SELECT. */
final class StatementParser {
  private static final String SOURCE_FORM =
      "CREATE TABLE name ENGINE = ChangeStream('schema.table') for facts, or"
          + " ChangeTable('schema.table') for a dimension";
  private static final String VIEW_FORM = "CREATE MATERIALIZED VIEW name TO target AS SELECT …";
  private static final Pattern RULE =
      Pattern.compile("(?:--|/\\*)\\s*rule:\\s*([\\w.-]+).*", Pattern.DOTALL);
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

  private final String text;
  private final Places places;
  private final List<Token> tokens = new ArrayList<>();
  private final List<RuleName> ruleNames = new ArrayList<>();
  private int at;

  StatementParser(String text, Places places, List<Token> statement) {
    this.text = text;
    this.places = places;
    for (Token token : statement) {
      if (token.kind() != Token.Kind.COMMENT) {
        tokens.add(token);
      } else {
        ruleName(token)
            .ifPresent(
                name ->
                    ruleNames.add(
                        new RuleName(
                            name, places.line(token.start()), places.column(token.start()))));
      }
    }
  }

  static Optional<String> ruleName(Token comment) {
    Matcher matcher = RULE.matcher(comment.text());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  boolean isView() throws StatementException {
    if (accept("CREATE")) {
      if (accept("TABLE")) {
        return false;
      }
      if (accept("MATERIALIZED")) {
        expectWord("VIEW", VIEW_FORM);
        return true;
      }
    }
    throw refuse("a pipeline has sources and views only: " + SOURCE_FORM + ", and " + VIEW_FORM);
  }

  SourceDefinition source() throws StatementException {
    skipIfNotExists();
    Token name = name(SOURCE_FORM);
    if (peekSymbol("(")) {
      throw refuse(
          "a source has no column list: its columns are in schemas/avro/%s.avsc; write %s"
              .formatted(name.text(), SOURCE_FORM));
    }
    expectWord("ENGINE", SOURCE_FORM);
    expectSymbol("=", SOURCE_FORM);
    Kind kind = kind();
    expectSymbol("(", SOURCE_FORM);
    Token table = next(Token.Kind.STRING);
    if (!table.text().matches("[^.\\s]+\\.[^.\\s]+")) {
      at--;
      throw refuse("name the table with its schema, such as 'public.power_readings'");
    }
    expectSymbol(")", SOURCE_FORM);
    if (at < tokens.size()) {
      throw refuse("nothing follows the engine of a source: " + SOURCE_FORM);
    }
    return new SourceDefinition(
        name.text(), kind, table.text(), places.line(name.start()), places.column(name.start()));
  }

  ViewDefinition view() throws StatementException {
    skipIfNotExists();
    Token name = name(VIEW_FORM);
    if (peekWord("ENGINE") || peekWord("AS") || peekWord("POPULATE")) {
      throw refuse("a view needs a target of its own: " + VIEW_FORM);
    }
    expectWord("TO", VIEW_FORM);
    Token target = name(VIEW_FORM);
    if (peekSymbol("(")) {
      throw refuse(
          "leave the column list out: the columns are in schemas/avro/%s.avsc"
              .formatted(target.text()));
    }
    expectWord("AS", VIEW_FORM);
    int from = at;
    int settings = settingsAt();
    boolean keepRejects = settings == tokens.size() || keepRejects(settings);
    if (from == settings) {
      at = from;
      throw refuse("a SELECT must follow AS");
    }
    return new ViewDefinition(
        name.text(),
        target.text(),
        select(tokens.subList(from, settings)),
        keepRejects,
        ruleNames,
        places.line(name.start()),
        places.column(name.start()),
        places.line(target.start()),
        places.column(target.start()));
  }

  private Kind kind() throws StatementException {
    for (Kind kind : Kind.values()) {
      if (at < tokens.size() && tokens.get(at).text().equals(kind.engine())) {
        at++;
        return kind;
      }
    }
    throw refuse("this is no engine of a source: " + SOURCE_FORM);
  }

  private int settingsAt() {
    for (int i = tokens.size() - 3; i >= at; i--) {
      if (tokens.get(i).isWord("SETTINGS")
          && tokens.get(i + 1).isName()
          && tokens.get(i + 2).isSymbol("=")) {
        return i;
      }
    }
    return tokens.size();
  }

  private boolean keepRejects(int settings) throws StatementException {
    at = settings + 1;
    if (!accept("REJECTS")) {
      throw refuse("this setting is unknown; a view has one: rejects = 0 does not keep rejects");
    }
    expectSymbol("=", "SETTINGS rejects = 0");
    Token value = next(Token.Kind.NUMBER);
    if (!value.text().equals("0") && !value.text().equals("1")) {
      at--;
      throw refuse("rejects is 1 (they are kept in <target>.rejects) or 0 (they are counted only)");
    }
    if (at < tokens.size()) {
      throw refuse("nothing follows SETTINGS rejects = " + value.text());
    }
    return value.text().equals("1");
  }

  /** Everything but the SELECT's own tokens is blank, in names and signs that Calcite reads too. */
  private String select(List<Token> select) {
    char[] blank = new char[select.get(select.size() - 1).end()];
    for (int i = 0; i < blank.length; i++) {
      blank[i] = text.charAt(i) == '\n' ? '\n' : ' ';
    }
    for (Token token : select) {
      text.getChars(token.start(), token.end(), blank, token.start());
      if (token.kind() == Token.Kind.QUOTED_NAME) {
        blank[token.start()] = '`';
        blank[token.end() - 1] = '`';
      } else if (token.isSymbol("==")) {
        Arrays.fill(blank, token.start() + 1, token.end(), ' ');
      }
    }
    return new String(blank);
  }

  private void skipIfNotExists() throws StatementException {
    if (accept("IF")) {
      expectWord("NOT", "IF NOT EXISTS");
      expectWord("EXISTS", "IF NOT EXISTS");
    }
  }

  private Token name(String form) throws StatementException {
    if (at >= tokens.size() || !tokens.get(at).isName()) {
      throw refuse("a name is missing here: " + form);
    }
    at++;
    if (peekSymbol(".")) {
      at++;
      return name(form);
    }
    Token name = tokens.get(at - 1);
    if (!NAME.matcher(name.text()).matches()) {
      at--;
      throw refuse(
          "this name becomes a topic, a schema and a table: letters, digits and _ only, no digit"
              + " first");
    }
    return name;
  }

  private Token next(Token.Kind kind) throws StatementException {
    if (at >= tokens.size() || tokens.get(at).kind() != kind) {
      throw refuse(
          kind == Token.Kind.STRING
              ? "a string is missing here: " + SOURCE_FORM
              : "0 or 1 is missing here");
    }
    return tokens.get(at++);
  }

  private boolean accept(String word) {
    boolean found = peekWord(word);
    at += found ? 1 : 0;
    return found;
  }

  private boolean peekWord(String word) {
    return at < tokens.size() && tokens.get(at).isWord(word);
  }

  private boolean peekSymbol(String symbol) {
    return at < tokens.size() && tokens.get(at).isSymbol(symbol);
  }

  private void expectWord(String word, String form) throws StatementException {
    if (!accept(word)) {
      throw refuse(word + " is missing here: " + form);
    }
  }

  private void expectSymbol(String symbol, String form) throws StatementException {
    if (!peekSymbol(symbol)) {
      throw refuse(symbol + " is missing here: " + form);
    }
    at++;
  }

  private StatementException refuse(String message) {
    int offset = at < tokens.size() ? tokens.get(at).start() : tokens.get(tokens.size() - 1).end();
    return new StatementException(offset, message);
  }
}
