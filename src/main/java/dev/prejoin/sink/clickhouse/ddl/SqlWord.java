package dev.prejoin.sink.clickhouse.ddl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A word, name, number, string or sign of a statement, or a comment.
 *
 * @param start where it begins in the text
 * @param end where it ends, exclusive
 * @param depth in how many brackets it stands; a bracket stands in those around it
 */
record SqlWord(String text, int start, int end, int depth) {

  boolean is(String word) {
    return text.toUpperCase(Locale.ROOT).equals(word);
  }

  boolean isComment() {
    return text.startsWith("--") || text.startsWith("/*");
  }

  boolean isName() {
    char first = text.charAt(0);
    return Character.isLetter(first) || first == '_' || first == '`' || first == '"';
  }

  /** A name without its quotes. */
  String name() {
    char first = text.charAt(0);
    return first == '`' || first == '"' ? text.substring(1, text.length() - 1) : text;
  }

  static List<SqlWord> of(String sql) {
    List<SqlWord> words = new ArrayList<>();
    int depth = 0;
    for (int at = 0; at < sql.length(); ) {
      if (Character.isWhitespace(sql.charAt(at))) {
        at++;
        continue;
      }
      int end = end(sql, at);
      String text = sql.substring(at, end);
      boolean closes = text.equals(")") || text.equals("]");
      depth = Math.max(0, depth - (closes ? 1 : 0));
      words.add(new SqlWord(text, at, end, depth));
      depth += text.equals("(") || text.equals("[") ? 1 : 0;
      at = end;
    }
    return words;
  }

  private static int end(String sql, int at) {
    if (sql.startsWith("--", at)) {
      int end = sql.indexOf('\n', at);
      return end < 0 ? sql.length() : end;
    }
    if (sql.startsWith("/*", at)) {
      int end = sql.indexOf("*/", at + 2);
      return end < 0 ? sql.length() : end + 2;
    }
    char first = sql.charAt(at);
    int end = at + 1;
    if (first == '\'' || first == '`' || first == '"') {
      while (end < sql.length() && sql.charAt(end) != first) {
        end += sql.charAt(end) == '\\' ? 2 : 1;
      }
      return Math.min(sql.length(), end + 1);
    }
    if (Character.isLetterOrDigit(first) || first == '_') {
      while (end < sql.length()
          && (Character.isLetterOrDigit(sql.charAt(end)) || sql.charAt(end) == '_')) {
        end++;
      }
    }
    return end;
  }
}
