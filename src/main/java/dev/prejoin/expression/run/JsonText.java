package dev.prejoin.expression.run;

/** Strings within JSON. */
final class JsonText {
  private static final String ESCAPES = "\"\\/bfnrt";
  private static final String ESCAPED = "\"\\/\b\f\n\r\t";
  private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

  private JsonText() {}

  /** The text that a valid string with escapes stands for. */
  static String decoded(String source) {
    StringBuilder out = new StringBuilder(source.length());
    for (int i = 0; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      char escape = source.charAt(++i);
      if (escape == 'u') {
        out.append((char) JsonScanner.hexadecimal(source, i + 1));
        i += 4;
      } else {
        out.append(ESCAPED.charAt(ESCAPES.indexOf(escape)));
      }
    }
    return out.toString();
  }

  /** Writes a text as JSON, with the escapes that ClickHouse has. */
  static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int escape = c == '/' ? -1 : ESCAPED.indexOf(c);
      if (escape >= 0) {
        out.append('\\').append(ESCAPES.charAt(escape));
      } else if (c < ' ') {
        out.append("\\u00").append(DIGITS[c >> 4]).append(DIGITS[c & 0xF]);
      } else if (c == '\u2028' || c == '\u2029') {
        out.append("\\u202").append(c == '\u2028' ? '8' : '9');
      } else {
        out.append(c);
      }
    }
    out.append('"');
  }
}
