package dev.prejoin.proof;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** The little of SQL's text that the oracle needs: statements, quoting, comments. */
final class Sql {
  private Sql() {}

  static String identifier(String name) {
    return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
  }

  static String identifiers(Collection<String> names) {
    return names.stream().map(Sql::identifier).collect(Collectors.joining(", "));
  }

  static String literal(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }

  /** A value of an answer, to be read. */
  static String shown(JsonNode value) {
    return value.isNull() ? "NULL" : value.asText();
  }

  /**
   * The statements of a script, as they are written; a semicolon in quotes or a comment is none.
   */
  static List<String> statements(String script) {
    List<String> statements = new ArrayList<>();
    int start = 0;
    for (int at = 0; at < script.length(); ) {
      int end = endOfPiece(script, at);
      if (end == at + 1 && script.charAt(at) == ';') {
        add(script.substring(start, at), statements);
        start = end;
      }
      at = end;
    }
    add(script.substring(start), statements);
    return statements;
  }

  /** The text with a blank in the place of each comment. */
  static String withoutComments(String text) {
    StringBuilder kept = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); ) {
      int end = endOfPiece(text, at);
      kept.append(isComment(text, at) ? " " : text.substring(at, end));
      at = end;
    }
    return kept.toString();
  }

  /**
   * Where the first such word outside of parentheses, quotes and comments ends; 0 if there is none.
   */
  static int endOfWord(String text, String word) {
    int depth = 0;
    for (int at = 0; at < text.length(); ) {
      int end = endOfPiece(text, at);
      if (end == at + 1) {
        char c = text.charAt(at);
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth == 0
            && text.regionMatches(true, at, word, 0, word.length())
            && !isOfWord(text, at - 1)
            && !isOfWord(text, at + word.length())) {
          return at + word.length();
        }
      }
      at = end;
    }
    return 0;
  }

  private static boolean isOfWord(String text, int at) {
    return at >= 0
        && at < text.length()
        && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_');
  }

  private static void add(String statement, List<String> statements) {
    if (!withoutComments(statement).isBlank()) {
      statements.add(statement.strip());
    }
  }

  private static boolean isComment(String text, int at) {
    return text.startsWith("--", at) || text.startsWith("/*", at);
  }

  /** Where the comment, the quoted text or the single character that begins here ends. */
  private static int endOfPiece(String text, int at) {
    if (text.startsWith("--", at)) {
      return after(text, "\n", at);
    }
    if (text.startsWith("/*", at)) {
      return after(text, "*/", at);
    }
    char first = text.charAt(at);
    if (first != '\'' && first != '"' && first != '`') {
      return at + 1;
    }
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != first) {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(end + 1, text.length());
  }

  private static int after(String text, String mark, int at) {
    int found = text.indexOf(mark, at);
    return found < 0 ? text.length() : found + mark.length();
  }
}
