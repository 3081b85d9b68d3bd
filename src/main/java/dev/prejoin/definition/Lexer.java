package dev.prejoin.definition;

import dev.prejoin.sql.Places;
import dev.prejoin.sql.Problems;
import java.util.ArrayList;
import java.util.List;

/** Cuts a pipeline file into tokens, just far enough to find where statements begin and end. */
final class Lexer {
  private final String text;
  private final Places places;
  private final Problems problems;
  private int at;

  private Lexer(String text, Places places, Problems problems) {
    this.text = text;
    this.places = places;
    this.problems = problems;
  }

  static List<Token> tokens(String text, Places places, Problems problems) {
    return new Lexer(text, places, problems).all();
  }

  private List<Token> all() {
    List<Token> tokens = new ArrayList<>();
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at)) || text.charAt(at) == '\uFEFF') {
        at++;
      } else {
        tokens.add(next());
      }
    }
    return tokens;
  }

  private Token next() {
    char c = text.charAt(at);
    if (text.startsWith("--", at)) {
      int end = text.indexOf('\n', at);
      return take(Token.Kind.COMMENT, end < 0 ? text.length() : end);
    }
    if (text.startsWith("/*", at)) {
      return take(Token.Kind.COMMENT, after("*/", at + 2, "this comment has no end: */"));
    }
    if (c == '\'') {
      return quoted(Token.Kind.STRING, c);
    }
    if (c == '`' || c == '"') {
      return quoted(Token.Kind.QUOTED_NAME, c);
    }
    if (Character.isDigit(c)) {
      return take(Token.Kind.NUMBER, endOf(at));
    }
    if (isWordPart(c)) {
      return take(Token.Kind.WORD, endOf(at));
    }
    boolean two = text.startsWith("==", at) || text.startsWith("//", at);
    return take(Token.Kind.SYMBOL, at + (two ? 2 : 1));
  }

  private Token quoted(Token.Kind kind, char quote) {
    int from = at;
    int end = from + 1;
    while (end < text.length()) {
      if (text.charAt(end) == '\\') {
        problem(end, "a backslash is not supported yet; inside a string, write '' for a quote");
        end++;
      } else if (text.charAt(end) == quote) {
        if (end + 1 < text.length() && text.charAt(end + 1) == quote) {
          end++;
        } else {
          break;
        }
      }
      end++;
    }
    if (end >= text.length()) {
      problem(from, "this quote is not closed");
      at = text.length();
      return new Token(kind, text.substring(from + 1), from, at);
    }
    at = end + 1;
    String inner = text.substring(from + 1, end);
    String single = String.valueOf(quote);
    return new Token(kind, inner.replace(single + single, single), from, at);
  }

  private int after(String closing, int from, String message) {
    int end = text.indexOf(closing, from);
    if (end < 0) {
      problem(at, message);
      return text.length();
    }
    return end + closing.length();
  }

  private int endOf(int from) {
    int end = from;
    while (end < text.length() && isWordPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isWordPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }

  private Token take(Token.Kind kind, int end) {
    int from = at;
    at = end;
    return new Token(kind, text.substring(from, end), from, end);
  }

  private void problem(int offset, String message) {
    problems.add(places.line(offset), places.column(offset), message);
  }
}
