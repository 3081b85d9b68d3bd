package dev.prejoin.sql;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What stands between quotes, with its escapes replaced as ClickHouse replaces them. */
final class Quoted {
  private Quoted() {}

  /**
   * The value of a string or name without its quotes.
   *
   * @param quote the quote that stands for itself where it is written twice
   * @throws CharacterCodingException if {@code \x} gives bytes that are no UTF-8
   */
  static String value(String inner, char quote) throws CharacterCodingException {
    if (inner.indexOf('\\') < 0 && inner.indexOf(quote) < 0) {
      return inner;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(inner.length());
    int at = 0;
    while (at < inner.length()) {
      char c = inner.charAt(at);
      if (c == '\\' && at + 1 < inner.length()) {
        at = escape(inner, at + 1, bytes);
      } else {
        int next = c == quote ? at + 2 : inner.offsetByCodePoints(at, 1);
        append(bytes, c == quote ? String.valueOf(c) : inner.substring(at, next));
        at = next;
      }
    }
    return text(bytes.toByteArray());
  }

  /** The text of bytes that {@code x'…'} or {@code b'…'} gives. */
  static String text(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static int escape(String inner, int at, ByteArrayOutputStream bytes) {
    char c = inner.charAt(at);
    if (c == 'x' && at + 2 < inner.length()) {
      int high = Character.digit(inner.charAt(at + 1), 16);
      int low = Character.digit(inner.charAt(at + 2), 16);
      if (high >= 0 && low >= 0) {
        bytes.write(high * 16 + low);
        return at + 3;
      }
    }
    switch (c) {
      case 'a' -> bytes.write(7);
      case 'b' -> bytes.write('\b');
      case 'e' -> bytes.write(27);
      case 'f' -> bytes.write('\f');
      case 'n' -> bytes.write('\n');
      case 'r' -> bytes.write('\r');
      case 't' -> bytes.write('\t');
      case 'v' -> bytes.write(11);
      case '0' -> bytes.write(0);
      case 'N' -> {
        // Stands for no value in ClickHouse's text formats, and for nothing inside a string.
      }
      case '\\', '\'', '"', '`', '/', '=' -> bytes.write(c);
      default -> {
        // Any other keeps its backslash, so that '\d' of a regular expression stays one.
        int next = inner.offsetByCodePoints(at, 1);
        append(bytes, "\\" + inner.substring(at, next));
        return next;
      }
    }
    return at + 1;
  }

  private static void append(ByteArrayOutputStream bytes, String text) {
    bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }
}
