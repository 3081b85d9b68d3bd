package dev.prejoin.expression.run;

import dev.prejoin.schema.BadRowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.UUID;

/** Bytes, and texts that stand for bytes. */
public final class Bytes {
  private static final char[] DIGITS = "0123456789ABCDEF".toCharArray();

  private Bytes() {}

  public static long length(byte[] bytes) {
    return bytes.length;
  }

  public static boolean empty(byte[] bytes) {
    return bytes.length == 0;
  }

  public static boolean empty(UUID uuid) {
    return uuid.getMostSignificantBits() == 0 && uuid.getLeastSignificantBits() == 0;
  }

  public static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  public static String hex(byte[] bytes) {
    char[] digits = new char[2 * bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      digits[2 * i] = DIGITS[bytes[i] >> 4 & 0xF];
      digits[2 * i + 1] = DIGITS[bytes[i] & 0xF];
    }
    return new String(digits);
  }

  public static String hex(String text) {
    return hex(utf8(text));
  }

  /** Whole bytes, without leading zeros. */
  public static String hex(long bits) {
    int bytes = Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(bits) + 7) / 8);
    char[] digits = new char[2 * bytes];
    for (int i = digits.length - 1, shift = 0; i >= 0; i--, shift += 4) {
      digits[i] = DIGITS[(int) (bits >>> shift) & 0xF];
    }
    return new String(digits);
  }

  /** Of a signed number of fewer bits. */
  public static String hex(long value, long mask) {
    return hex(value & mask);
  }

  public static String hex(UUID uuid) {
    return hex(
        ByteBuffer.allocate(16)
            .putLong(uuid.getMostSignificantBits())
            .putLong(uuid.getLeastSignificantBits())
            .array());
  }

  public static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  public static String base64(String text) {
    return base64(utf8(text));
  }

  /** The text that stands for a text; white space in it counts for nothing. */
  public static String fromBase64(String text) {
    String packed = hasSpace(text) ? text.replaceAll("[ \\t\\n\\f\\r]", "") : text;
    if (packed.length() % 4 == 0) {
      try {
        return text("base64Decode", Base64.getDecoder().decode(packed));
      } catch (IllegalArgumentException e) {
        // told below
      }
    }
    throw new BadRowException("base64Decode of \"" + Utf8.shown(text) + "\", which is no base64");
  }

  private static boolean hasSpace(String text) {
    return text.chars().anyMatch(c -> c <= ' ');
  }

  /** What pairs of hexadecimal digits stand for; other characters count as ClickHouse has it. */
  public static String unhex(String text) {
    byte[] digits = utf8(text);
    byte[] bytes = new byte[(digits.length + 1) / 2];
    int odd = digits.length % 2;
    for (int i = 0; i < bytes.length; i++) {
      int low = 2 * i + 1 - odd;
      int high = low == 0 ? 0 : digit(digits[low - 1]) << 4;
      bytes[i] = (byte) (high + digit(digits[low]));
    }
    return text("unhex", bytes);
  }

  private static int digit(byte c) {
    int digit = c < 0 ? -1 : Character.digit(c, 16);
    return digit < 0 ? 0xFF : digit;
  }

  private static String text(String function, byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new BadRowException(function + " gives bytes that are no UTF-8: " + hex(bytes));
    }
  }

  /** A digest by its Java name. */
  public static byte[] digest(byte[] bytes, String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm).digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Java lacks " + algorithm, e);
    }
  }

  public static byte[] digest(String text, String algorithm) {
    return digest(utf8(text), algorithm);
  }
}
