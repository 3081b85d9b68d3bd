package dev.prejoin.expression.run;

import dev.prejoin.schema.BadRowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Positions in a string's UTF-8, which ClickHouse counts by, without making the bytes. */
final class Utf8 {
  private Utf8() {}

  /** How many bytes it has. */
  static long length(String text) {
    int chars = text.length();
    long bytes = chars;
    for (int i = 0; i < chars; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // Two surrogates stand for four bytes.
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }

  /** How many bytes stand before a char that begins a code point. */
  static long bytesBefore(String text, int index) {
    long bytes = index;
    for (int i = 0; i < index; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        bytes += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return bytes;
  }

  /**
   * The first char that begins at a byte or behind it.
   *
   * @param offset 0 to the number of bytes
   */
  static int atOrBehind(String text, long offset) {
    int chars = text.length();
    long bytes = 0;
    int i = 0;
    while (bytes < offset && i < chars) {
      char c = text.charAt(i);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : Character.isSurrogate(c) ? 4 : 3;
      i += Character.isHighSurrogate(c) ? 2 : 1;
    }
    return i;
  }

  /**
   * The bytes from one to before another, as text.
   *
   * @throws BadRowException if that cuts a character
   */
  static String cut(String function, String text, long from, long to) {
    int start = atOrBehind(text, from);
    int end = atOrBehind(text, to);
    if (bytesBefore(text, start) != from || bytesBefore(text, end) != to) {
      throw new BadRowException(
          "%s cuts a character of \"%s\"; %sUTF8 counts characters"
              .formatted(function, shown(text), function));
    }
    return text.substring(start, end);
  }

  /** The char at which a code point begins, counted from the start. */
  static int codePoint(String text, long index) {
    int chars = text.length();
    int i = 0;
    for (long n = 0; n < index && i < chars; n++) {
      i += Character.isHighSurrogate(text.charAt(i)) ? 2 : 1;
    }
    return i;
  }

  /**
   * Bytes as text.
   *
   * @param source what they come from
   * @throws BadRowException if they are no UTF-8
   */
  static String decoded(byte[] bytes, String source) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadRowException("the codes in \"" + shown(source) + "\" stand for no UTF-8");
    }
  }

  static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  /** The start of a text, for a message. */
  static String shown(String text) {
    return text.codePointCount(0, text.length()) <= 40
        ? text
        : text.substring(0, text.offsetByCodePoints(0, 40)) + "…";
  }
}
