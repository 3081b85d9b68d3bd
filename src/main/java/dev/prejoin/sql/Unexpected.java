package dev.prejoin.sql;

import dev.prejoin.sql.Token.Kind;
import java.util.Locale;

/** Words for what stands where it cannot. */
public final class Unexpected {
  private Unexpected() {}

  /** What a token is called in a message. */
  public static String name(Token token) {
    return switch (token.kind()) {
      case END -> "the end of the statement";
      case STRING -> "a string";
      case QUOTED_NAME -> "`" + token.text() + "`";
      default -> "'" + token.text() + "'";
    };
  }

  static SyntaxException unclosed(Token open) {
    String close = open.isSymbol("[") ? "]" : ")";
    return new SyntaxException(
        open.start(), "this " + open.text() + " is not closed: " + close + " is missing");
  }

  /**
   * The next token is not what must stand here.
   *
   * @param expected such as {@code "a name"}
   */
  public static SyntaxException expected(String expected, Tokens tokens) {
    Token found = tokens.peek();
    if (found.kind() == Kind.END) {
      Token last = tokens.previous();
      return new SyntaxException(
          Math.max(last.start(), last.end() - 1),
          "%s is missing behind %s, where the statement ends".formatted(expected, name(last)));
    }
    String hint = hint(tokens);
    return new SyntaxException(
        found.start(),
        hint.isEmpty() ? "%s is missing here, before %s".formatted(expected, name(found)) : hint);
  }

  /** What follows an expression, or another part that could have ended, makes no sense. */
  static SyntaxException behind(String may, Tokens tokens) {
    Token found = tokens.peek();
    String hint = hint(tokens);
    return new SyntaxException(
        found.start(),
        hint.isEmpty() ? "%s is not expected here; %s".formatted(name(found), may) : hint);
  }

  /** What is likely meant, else empty. */
  private static String hint(Tokens tokens) {
    Token found = tokens.peek();
    if (found.isSymbol(">") && tokens.previous().isSymbol("->")) {
      return "->> is no operator; write JSONExtractString(text, 'key')";
    }
    if (found.kind() == Kind.SYMBOL) {
      String symbol = symbol(found.text());
      if (!symbol.isEmpty()) {
        return symbol;
      }
    }
    if (found.isWord("IS")) {
      return "IS stands before [NOT] NULL, [NOT] TRUE or FALSE, or [NOT] DISTINCT FROM; other values"
          + " are compared with = and !=";
    }
    if (found.isWord("CREATE")) {
      return "CREATE begins a new statement: ; is missing before it";
    }
    Token before = tokens.previous();
    String meant = before.end() <= found.start() ? Keywords.likely(before) : "";
    if (!meant.isEmpty() && (found.isName() || found.kind() == Kind.NUMBER)) {
      return "%s is read as an alias, so %s makes no sense here; did you mean %s?"
          .formatted(before.text(), name(found), meant);
    }
    meant = Keywords.likely(found);
    if (!meant.isEmpty()) {
      return "%s is not expected here; did you mean %s?".formatted(name(found), meant);
    }
    return "";
  }

  private static String symbol(String symbol) {
    return switch (symbol) {
      case "&&" -> "SQL writes AND for &&";
      case "!" -> "SQL writes NOT for !";
      case "=>" -> "=> is no operator; >= is greater or equal";
      case "=<" -> "=< is no operator; <= is less or equal";
      case "=~" -> "=~ is no operator; write match(text, pattern)";
      case "!~" -> "!~ is no operator; write NOT match(text, pattern)";
      case "**" -> "** is no operator; write pow(base, exponent)";
      case "<<", ">>" ->
          symbol + " is no operator; write bitShiftLeft(a, n) or bitShiftRight(a, n)";
      case "&", "|", "^", "~" ->
          symbol + " is no operator; write bitAnd(a, b), bitOr(a, b), bitXor(a, b) or bitNot(a)";
      case "." -> "a number begins with a digit, as in 0.5, and a name stands before its point";
      case "{" -> "a pipeline has no query parameters; write the value itself";
      case "@" -> "a pipeline has no variables; write the value itself";
      default -> "";
    };
  }

  static String upper(Token token) {
    return token.text().toUpperCase(Locale.ROOT);
  }
}
