package dev.prejoin.sql;

import dev.prejoin.sql.Token.Kind;

/** The texts of parts of a statement. */
public final class SqlText {
  private SqlText() {}

  /** A part in one line, as written, without comments and with one blank for any space. */
  public static String oneLine(String text, Span span) {
    String part = text.substring(span.start(), span.end());
    StringBuilder line = new StringBuilder(part.length());
    int end = 0;
    for (Token token : Lexer.tokens(part)) {
      if (token.kind() == Kind.COMMENT) {
        continue;
      }
      line.append(token.start() > end && !line.isEmpty() ? " " : "");
      line.append(part, token.start(), token.end());
      end = token.end();
    }
    return line.toString().replace("\r", "\\r").replace("\n", "\\n");
  }
}
