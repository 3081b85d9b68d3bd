package dev.prejoin.expression.run;

import java.util.Arrays;

/**
 * Holds a text to JSON as strictly as simdjson, which ClickHouse has, and notes where its values
 * are. Nothing is decoded.
 */
final class JsonScanner {
  static final int FIELDS = 4;
  static final int KIND = 0;
  static final int START = 1;
  static final int END = 2;

  /** The number of values, for those of a container with the values within them. */
  static final int AFTER = 3;

  static final int OBJECT = '{';
  static final int ARRAY = '[';
  static final int STRING = '"';
  static final int ESCAPED = '\\';
  static final int INTEGER = '0';
  static final int DOUBLE = '.';
  static final int TRUE = 't';
  static final int FALSE = 'f';
  static final int NULL = 'n';

  /** Containers that are not empty may stand in so many others. */
  private static final int DEEPEST = 1023;

  private static final int EXPONENT_DIGITS_IN_RANGE = 2;
  private static final int DIGITS_IN_RANGE = 200;

  private final String text;
  private int at;
  private int depth;
  private int[] nodes = new int[16 * FIELDS];
  private int used;

  private JsonScanner(String text) {
    this.text = text;
  }

  /**
   * Kind, start, end and following node of each value, keys being values too; empty if it is no
   * JSON.
   */
  static int[] scan(String text) {
    JsonScanner scanner = new JsonScanner(text);
    boolean valid = scanner.value() && scanner.next() == 0 && scanner.at == text.length();
    return valid ? scanner.nodes : EMPTY;
  }

  static final int[] EMPTY = {};

  /** The next character that is no space, which is not taken; 0 at the end. */
  private char next() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c != ' ' && c != '\n' && c != '\t' && c != '\r') {
        return c;
      }
      at++;
    }
    return 0;
  }

  private int open(int kind) {
    if (used == nodes.length) {
      nodes = Arrays.copyOf(nodes, 2 * nodes.length);
    }
    int node = used;
    nodes[node + KIND] = kind;
    nodes[node + START] = at;
    used += FIELDS;
    return node;
  }

  private boolean close(int node) {
    nodes[node + END] = at;
    nodes[node + AFTER] = used;
    return true;
  }

  private boolean value() {
    return switch (next()) {
      case '{' -> container(OBJECT, '}');
      case '[' -> container(ARRAY, ']');
      case '"' -> string();
      case 't' -> word(TRUE, "true");
      case 'f' -> word(FALSE, "false");
      case 'n' -> word(NULL, "null");
      default -> number();
    };
  }

  private boolean container(int kind, char end) {
    int node = open(kind);
    at++;
    if (next() == end) {
      at++;
      return close(node);
    }
    if (++depth > DEEPEST) {
      return false;
    }
    while (member(kind)) {
      char c = next();
      at++;
      if (c == end) {
        depth--;
        return close(node);
      }
      if (c != ',') {
        return false;
      }
    }
    return false;
  }

  private boolean member(int kind) {
    if (kind == ARRAY) {
      return value();
    }
    if (next() != '"' || !string() || next() != ':') {
      return false;
    }
    at++;
    return value();
  }

  private boolean word(int kind, String word) {
    int node = open(kind);
    if (!text.startsWith(word, at)) {
      return false;
    }
    at += word.length();
    return isEnd() && close(node);
  }

  /** Whether what follows may follow a word or a number. */
  private boolean isEnd() {
    return at == text.length() || " \t\n\r,:[]{}".indexOf(text.charAt(at)) >= 0;
  }

  /** Start and end are those within the quotes. */
  private boolean string() {
    at++;
    int node = open(STRING);
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '"') {
        close(node);
        at++;
        return true;
      }
      if (c < ' ') {
        return false;
      }
      at++;
      if (c == '\\') {
        nodes[node + KIND] = ESCAPED;
        if (!escape()) {
          return false;
        }
      }
    }
    return false;
  }

  private boolean escape() {
    char c = at < text.length() ? text.charAt(at++) : 0;
    if (c != 'u') {
      return "\"\\/bfnrt".indexOf(c) >= 0;
    }
    int unit = hexadecimal(text, at);
    at += 4;
    if (unit < 0 || Character.isLowSurrogate((char) unit)) {
      return false;
    }
    if (!Character.isHighSurrogate((char) unit)) {
      return true;
    }
    int low = text.startsWith("\\u", at) ? hexadecimal(text, at + 2) : -1;
    at += 6;
    return low >= 0 && Character.isLowSurrogate((char) low);
  }

  /** The number of four hexadecimal digits, or -1. */
  static int hexadecimal(String text, int at) {
    if (at + 4 > text.length()) {
      return -1;
    }
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      char c = text.charAt(i);
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        return -1;
      }
      value = value << 4 | digit;
    }
    return value;
  }

  private boolean number() {
    int node = open(INTEGER);
    int start = at;
    boolean negative = at < text.length() && text.charAt(at) == '-';
    at += negative ? 1 : 0;
    int first = at;
    int whole = digits();
    if (whole == 0 || (whole > 1 && text.charAt(first) == '0')) {
      return false;
    }
    int exponent = 0;
    if (at < text.length() && text.charAt(at) == '.') {
      nodes[node + KIND] = DOUBLE;
      at++;
      if (digits() == 0) {
        return false;
      }
    }
    if (at < text.length() && (text.charAt(at) | ' ') == 'e') {
      nodes[node + KIND] = DOUBLE;
      at++;
      if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
        at++;
      }
      exponent = digits();
      if (exponent == 0) {
        return false;
      }
    }
    boolean fits =
        nodes[node + KIND] == DOUBLE
            ? (exponent <= EXPONENT_DIGITS_IN_RANGE && at - start < DIGITS_IN_RANGE)
                || Double.isFinite(Double.parseDouble(text.substring(start, at)))
            : JsonNumbers.fits(text, first, at, negative);
    return fits && isEnd() && close(node);
  }

  private int digits() {
    int start = at;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - start;
  }
}
