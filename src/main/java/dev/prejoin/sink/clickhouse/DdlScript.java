package dev.prejoin.sink.clickhouse;

import java.util.ArrayList;
import java.util.List;

/** Cuts a file of SQL into its statements, at semicolons outside of quotes and comments. */
public final class DdlScript {
  private DdlScript() {}

  /** The statements, without comments, of which none is blank. */
  public static List<String> statements(String script) {
    List<String> statements = new ArrayList<>();
    StringBuilder statement = new StringBuilder();
    int at = 0;
    while (at < script.length()) {
      int end = endOfToken(script, at);
      String token = script.substring(at, end);
      if (token.equals(";")) {
        add(statements, statement);
      } else if (!token.startsWith("--") && !token.startsWith("/*")) {
        statement.append(token);
      }
      at = end;
    }
    add(statements, statement);
    return statements;
  }

  private static void add(List<String> statements, StringBuilder statement) {
    if (!statement.toString().isBlank()) {
      statements.add(statement.toString().strip());
    }
    statement.setLength(0);
  }

  /** A comment, a quoted text or name, or one other character. */
  private static int endOfToken(String script, int at) {
    if (script.startsWith("--", at)) {
      int end = script.indexOf('\n', at);
      return end < 0 ? script.length() : end;
    }
    if (script.startsWith("/*", at)) {
      int end = script.indexOf("*/", at + 2);
      return end < 0 ? script.length() : end + 2;
    }
    char quote = script.charAt(at);
    if (quote != '\'' && quote != '`' && quote != '"') {
      return at + 1;
    }
    int end = at + 1;
    while (end < script.length() && script.charAt(end) != quote) {
      end += script.charAt(end) == '\\' ? 2 : 1;
    }
    return Math.min(script.length(), end + 1);
  }
}
