package dev.prejoin.definition;

import dev.prejoin.definition.ViewDefinition.RuleName;
import dev.prejoin.sql.Keywords;
import dev.prejoin.sql.Places;
import dev.prejoin.sql.Problems;
import dev.prejoin.sql.SyntaxException;
import dev.prejoin.sql.Token;
import dev.prejoin.sql.Tokens;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one statement into what it defines; what is wrong goes to the problems of its file. */
final class StatementParser {
  private static final String FORMS =
      "a pipeline has sources and views only: " + SourceParser.FORM + ", and " + ViewParser.FORM;
  private static final Pattern RULE =
      Pattern.compile("(?:--|/\\*|//|#)\\s*rule:\\s*([\\w.-]+).*", Pattern.DOTALL);

  private final String text;
  private final Places places;
  private final Problems problems;
  private final List<SourceDefinition> sources;
  private final List<ViewDefinition> views;
  private final Map<String, String> statements;
  private final Set<String> unread;

  StatementParser(
      String text,
      Places places,
      Problems problems,
      List<SourceDefinition> sources,
      List<ViewDefinition> views,
      Map<String, String> statements,
      Set<String> unread) {
    this.text = text;
    this.places = places;
    this.problems = problems;
    this.sources = sources;
    this.views = views;
    this.statements = statements;
    this.unread = unread;
  }

  /** The name that a comment gives to a rule. */
  static Optional<String> ruleName(Token comment) {
    Matcher matcher = RULE.matcher(comment.text());
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }

  void read(List<Token> statement) {
    Set<String> named = new HashSet<>();
    boolean[] refused = {false};
    for (Token token : statement) {
      if (token.kind() == Token.Kind.ERROR) {
        problems.add(token.start(), token.text());
        refused[0] = true;
      }
    }
    if (refused[0]) {
      unread.addAll(head(statement));
      return;
    }
    try {
      Tokens tokens = new Tokens(statement);
      if (isView(tokens)) {
        ViewDefinition view =
            new ViewParser(
                    text,
                    places,
                    tokens,
                    named,
                    (words, offset) -> {
                      problems.add(offset, words);
                      refused[0] = true;
                    })
                .read(ruleNames(statement));
        if (!refused[0]) {
          views.add(view);
          statements.put(view.name(), written(statement));
          return;
        }
      } else {
        SourceDefinition source = new SourceParser(tokens, places, named).read();
        sources.add(source);
        statements.put(source.name(), written(statement));
        return;
      }
    } catch (SyntaxException e) {
      problems.add(e.offset(), e.words());
    }
    unread.addAll(named.isEmpty() ? head(statement) : named);
  }

  /** With the comments above it; one behind the statement before is that one's. */
  private String written(List<Token> statement) {
    Token first =
        statement.stream()
            .dropWhile(token -> token.kind() == Token.Kind.COMMENT && !beginsItsLine(token))
            .findFirst()
            .orElseThrow();
    return text.substring(first.start(), statement.get(statement.size() - 1).end());
  }

  private boolean beginsItsLine(Token token) {
    return text.substring(text.lastIndexOf('\n', token.start()) + 1, token.start()).isBlank();
  }

  /** Every word before the definition itself: among them the names that it would have given. */
  private static List<String> head(List<Token> statement) {
    return statement.stream()
        .takeWhile(token -> !token.isWord("ENGINE") && !token.isWord("AS"))
        .filter(Token::isName)
        .map(Token::text)
        .toList();
  }

  private List<RuleName> ruleNames(List<Token> statement) {
    return statement.stream()
        .filter(token -> token.kind() == Token.Kind.COMMENT)
        .flatMap(
            token ->
                ruleName(token)
                    .map(
                        name ->
                            new RuleName(
                                name,
                                token.start(),
                                places.line(token.start()),
                                places.column(token.start())))
                    .stream())
        .toList();
  }

  private static boolean isView(Tokens tokens) throws SyntaxException {
    Token first = tokens.peek();
    if (tokens.accept("CREATE") || tokens.accept("ATTACH")) {
      tokens.accept("OR", "REPLACE");
      if (tokens.accept("TABLE")) {
        return false;
      }
      if (tokens.accept("MATERIALIZED", "VIEW")) {
        return true;
      }
      if (tokens.isWords("VIEW") || tokens.isWords("LIVE", "VIEW")) {
        throw new SyntaxException(
            tokens.peek().start(),
            "a view that is only a name for a query belongs in clickhouse/ddl; one whose rows are"
                + " made here is "
                + ViewParser.FORM);
      }
      throw misspelt(tokens.peek(), List.of("TABLE", "MATERIALIZED", "VIEW"), "CREATE ");
    }
    throw misspelt(first, List.of("CREATE"), "");
  }

  private static SyntaxException misspelt(Token found, List<String> words, String before) {
    for (String word : words) {
      if (Keywords.isTypo(found.text(), word)) {
        return new SyntaxException(
            found.start(), found.text() + " is no statement; did you mean " + word + "?");
      }
    }
    if (found.isWord("SELECT") || found.isWord("WITH")) {
      return new SyntaxException(
          found.start(), "a SELECT alone makes nothing; the form is " + ViewParser.FORM);
    }
    return new SyntaxException(
        found.start(),
        found.isName()
            ? before
                + found.text().toUpperCase(Locale.ROOT)
                + " … belongs in clickhouse/ddl; "
                + FORMS
            : FORMS);
  }
}
