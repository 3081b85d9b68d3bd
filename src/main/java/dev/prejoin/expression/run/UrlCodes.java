package dev.prejoin.expression.run;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Percent codes of URLs. */
public final class UrlCodes {
  private static final String KEPT = "-_.~";

  private UrlCodes() {}

  public static String encode(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      if (isKept((char) (b & 0xFF))) {
        out.append((char) b);
      } else {
        out.append('%').append(digit(b >> 4)).append(digit(b));
      }
    }
    return out.toString();
  }

  private static boolean isKept(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || KEPT.indexOf(c) >= 0;
  }

  private static char digit(int bits) {
    return "0123456789ABCDEF".charAt(bits & 0xF);
  }

  /**
   * The text that codes stand for; what is no code stays.
   *
   * @param plus whether a + is a space
   * @throws dev.prejoin.schema.BadRowException if the bytes are no UTF-8
   */
  public static String decoded(String text, boolean plus) {
    if (text.indexOf('%') < 0) {
      return plus ? text.replace('+', ' ') : text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    int at = 0;
    while (at < bytes.length) {
      boolean code = bytes[at] == '%' && at + 2 < bytes.length;
      int value = code ? value(bytes[at + 1]) << 4 | value(bytes[at + 2]) : -1;
      if (value >= 0) {
        out.write(value);
        at += 3;
      } else if (code) {
        // ClickHouse does not look for another code within what is none.
        out.write(bytes, at, 3);
        at += 3;
      } else {
        out.write(plus && bytes[at] == '+' ? ' ' : bytes[at]);
        at++;
      }
    }
    return Utf8.decoded(out.toByteArray(), text);
  }

  private static int value(byte digit) {
    return digit < 0 ? -1 : Character.digit((char) digit, 16);
  }
}
