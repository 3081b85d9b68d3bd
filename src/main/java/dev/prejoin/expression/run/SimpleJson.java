package dev.prejoin.expression.run;

/**
 * Values of JSON texts by ClickHouse's simpleJSON functions, which do not parse a text: they look
 * for the first {@code "name":} in it, wherever it stands, and read what follows.
 */
public final class SimpleJson {
  private SimpleJson() {}

  /** Where the value begins; -1 if there is no such name. */
  private static int start(String json, String name) {
    int at = json.indexOf(name);
    return at < 0 ? -1 : at + name.length();
  }

  /**
   * Whether there is such a name.
   *
   * @param name quoted, with a colon behind it, here and below
   */
  public static boolean has(String json, String name) {
    return start(json, name) >= 0;
  }

  public static boolean bool(String json, String name) {
    int start = start(json, name);
    return start >= 0 && json.startsWith("true", start);
  }

  /**
   * The integer that follows, in quotes or not; 0 if none does that fits 64 bits.
   *
   * @param signed whether a minus may be before it
   */
  public static long integer(String json, String name, boolean signed) {
    int at = start(json, name);
    if (at < 0) {
      return 0;
    }
    at += json.startsWith("\"", at) ? 1 : 0;
    boolean negative = signed && json.startsWith("-", at);
    at += negative || json.startsWith("+", at) ? 1 : 0;
    while (json.startsWith("0", at)) {
      at++;
    }
    int end = at;
    while (end < json.length() && isDigit(json.charAt(end))) {
      end++;
    }
    if (!JsonNumbers.fits(json, at, end, negative)) {
      return 0;
    }
    long value = JsonNumbers.bits(json, at, end);
    if (signed && !negative && value < 0) {
      return 0;
    }
    return negative ? -value : value;
  }

  /** The value as it stands there, up to the comma or the bracket that ends it. */
  public static String raw(String json, String name) {
    int start = start(json, name);
    if (start < 0) {
      return "";
    }
    StringBuilder open = new StringBuilder();
    for (int at = start; at < json.length(); at++) {
      char c = json.charAt(at);
      int depth = open.length();
      char awaited = depth == 0 ? 0 : open.charAt(depth - 1);
      if (depth > 0 && c == awaited) {
        open.setLength(depth - 1);
      } else if (awaited == '"') {
        at += json.startsWith("\\\"", at) ? 1 : 0;
      } else if (c == '[' || c == '{' || c == '"') {
        open.append(c == '"' ? c : (char) (c + 2));
      } else if (depth == 0 && (c == ',' || c == '}')) {
        return json.substring(start, at);
      }
    }
    return "";
  }

  /** The string that follows, or an empty one if none does that ends. */
  public static String string(String json, String name) {
    int start = start(json, name);
    if (start < 0 || !json.startsWith("\"", start)) {
      return "";
    }
    int end = json.indexOf('"', start + 1);
    int escape = json.indexOf('\\', start + 1);
    return escape < 0 || escape > end
        ? end < 0 ? "" : json.substring(start + 1, end)
        : SimpleJsonText.of(json.substring(start + 1));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
