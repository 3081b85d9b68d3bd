package dev.prejoin.expression.run;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * A JSON string with escapes, read byte by byte as ClickHouse does, which makes something of broken
 * escapes too.
 */
final class SimpleJsonText {
  private static final String ESCAPES = "bfnrt";
  private static final String ESCAPED = "\b\f\n\r\t";
  private static final int HEX_DIGITS = 4;
  private static final int NO_DIGIT = 0xFF;
  private static final int BEYOND_16_BITS = 0x10000;

  private final byte[] json;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int at;

  private SimpleJsonText(byte[] json) {
    this.json = json;
  }

  /**
   * The string up to its closing quote; empty if it has none.
   *
   * @param json from behind the opening quote
   * @throws dev.prejoin.schema.BadRowException if it is no UTF-8
   */
  static String of(String json) {
    SimpleJsonText text = new SimpleJsonText(json.getBytes(StandardCharsets.UTF_8));
    return text.read() ? Utf8.decoded(text.out.toByteArray(), json) : "";
  }

  /** Whether there is a closing quote. */
  private boolean read() {
    while (at < json.length && json[at] != '"') {
      if (json[at] != '\\') {
        out.write(json[at++]);
      } else if (!escape()) {
        return false;
      }
    }
    return at < json.length;
  }

  private boolean escape() {
    at++;
    if (at == json.length) {
      return false;
    }
    byte kind = json[at++];
    if (kind == 'u') {
      return unicode();
    }
    int known = ESCAPES.indexOf(kind);
    out.write(known < 0 ? kind : ESCAPED.charAt(known));
    return true;
  }

  private boolean unicode() {
    if (at + HEX_DIGITS > json.length) {
      return false;
    }
    char unit = unit();
    if (!Character.isHighSurrogate(unit)) {
      write(unit);
      return true;
    }
    // Without its other half it is left out, and so is a backslash that only looks like one's.
    if (at == json.length || json[at] != '\\') {
      return true;
    }
    at++;
    if (at == json.length || json[at] != 'u') {
      return true;
    }
    at++;
    if (at + HEX_DIGITS > json.length) {
      return false;
    }
    char low = unit();
    if (!Character.isLowSurrogate(low)) {
      return false;
    }
    out.writeBytes(new String(new char[] {unit, low}).getBytes(StandardCharsets.UTF_8));
    return true;
  }

  /** The number of four hexadecimal digits, whether they are such or not. */
  private char unit() {
    int unit = 0;
    for (int i = 0; i < HEX_DIGITS; i++) {
      byte digit = json[at++];
      int value = digit < 0 ? -1 : Character.digit((char) digit, 16);
      unit = unit * 16 + (value < 0 ? NO_DIGIT : value);
    }
    return (char) (unit % BEYOND_16_BITS);
  }

  /** Half of a surrogate pair becomes bytes too, which are no UTF-8. */
  private void write(char unit) {
    if (unit < 0x80) {
      out.write(unit);
    } else if (unit < 0x800) {
      out.write(0xC0 | (unit >> 6));
      out.write(0x80 | (unit & 0x3F));
    } else {
      out.write(0xE0 | (unit >> 12));
      out.write(0x80 | (unit >> 6 & 0x3F));
      out.write(0x80 | (unit & 0x3F));
    }
  }
}
