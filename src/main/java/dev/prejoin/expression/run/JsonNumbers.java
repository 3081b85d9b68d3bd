package dev.prejoin.expression.run;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Numbers of JSON, and their conversion to ClickHouse's types. */
final class JsonNumbers {
  private static final String LEAST = "9223372036854775808";
  private static final String MOST = "18446744073709551615";

  private JsonNumbers() {}

  /** Whether digits are an Int64, or without a sign a UInt64: simdjson takes no other integers. */
  static boolean fits(String text, int start, int end, boolean negative) {
    String bound = negative ? LEAST : MOST;
    int digits = end - start;
    if (digits != bound.length()) {
      return digits < bound.length();
    }
    for (int i = 0; i < digits; i++) {
      int order = Character.compare(text.charAt(start + i), bound.charAt(i));
      if (order != 0) {
        return order < 0;
      }
    }
    return true;
  }

  /** An integer that fits, as the bits of its 64. */
  static long bits(String text, int start, int end) {
    boolean negative = text.startsWith("-", start) && start < end;
    long value = 0;
    for (int i = negative ? start + 1 : start; i < end; i++) {
      value = value * 10 + (text.charAt(i) - '0');
    }
    return negative ? -value : value;
  }

  /**
   * An integer as one of a width, or null if it does not fit.
   *
   * @param unsigned whether the bits are those of an unsigned number
   */
  static @Nullable Long within(long bits, boolean unsigned, int bytes, boolean signed) {
    if (bytes == Long.BYTES) {
      return unsigned == !signed || bits >= 0 ? (Long) bits : null;
    }
    return (unsigned && bits < 0) || Numbers.wrap(bits, bytes, signed) != bits ? null : (Long) bits;
  }

  /** A double without its fraction, or null if it lies beyond the bounds of the type. */
  static @Nullable Long within(double value, int bytes, boolean signed) {
    if (Double.isNaN(value)) {
      return ofNan(bytes, signed);
    }
    int bits = bytes * Byte.SIZE - (signed ? 1 : 0);
    double least = signed ? -Math.scalb(1d, bits) : 0d;
    double beyond = Math.scalb(1d, bits);
    // A fraction counts: 255.5 is more than a UInt8 holds.
    if (!(value >= least) || !(bits < 53 ? value <= beyond - 1 : value < beyond)) {
      return null;
    }
    return value >= 0x1p63
        ? (Long) ((long) (value - 0x1p63) | Long.MIN_VALUE)
        : (Long) (long) value;
  }

  /** What ClickHouse's processor makes of "nan" where an integer is asked for. */
  private static Long ofNan(int bytes, boolean signed) {
    return bytes == Long.BYTES ? Long.MIN_VALUE : bytes == 4 && signed ? Integer.MIN_VALUE : 0L;
  }

  /** The integer that a text is, or null: ClickHouse's readIntText. */
  static @Nullable Long integer(String text, int bytes, boolean signed) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    if (start == text.length() || (text.startsWith("-") && !signed)) {
      return null;
    }
    for (int i = start; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return null;
      }
    }
    BigInteger value = new BigInteger(text);
    boolean unsigned = value.bitLength() == Long.SIZE;
    return value.bitLength() <= (value.signum() < 0 ? Long.SIZE - 1 : Long.SIZE)
        ? within(value.longValue(), unsigned, bytes, signed)
        : null;
  }

  /** The double that a text is, or null: ClickHouse's readFloatText. */
  static @Nullable Double floating(String text) {
    int start = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    String unsigned = text.substring(start);
    if (unsigned.equalsIgnoreCase("inf") || unsigned.equalsIgnoreCase("infinity")) {
      return text.startsWith("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
    }
    if (isNan(unsigned)) {
      return Double.NaN;
    }
    return isNumber(unsigned) ? (Double) Double.parseDouble(text) : null;
  }

  /** Also with a payload in brackets, of which ClickHouse takes no notice. */
  private static boolean isNan(String text) {
    if (!text.regionMatches(true, 0, "nan", 0, 3)) {
      return false;
    }
    return text.length() == 3
        || (text.charAt(3) == '('
            && text.indexOf(')') == text.length() - 1
            && text.chars().skip(4).limit(text.length() - 5L).allMatch(JsonNumbers::isWord));
  }

  private static boolean isWord(int c) {
    return c == '_' || (c >= '0' && c <= '9') || ((c | ' ') >= 'a' && (c | ' ') <= 'z');
  }

  private static boolean isNumber(String text) {
    int whole = digits(text, 0);
    int at = whole;
    int digits = whole;
    if (at < text.length() && text.charAt(at) == '.') {
      int end = digits(text, at + 1);
      digits += end - at - 1;
      at = end;
    }
    if (digits > 0 && at < text.length() && (text.charAt(at) | ' ') == 'e') {
      int sign = at + 1 < text.length() && "+-".indexOf(text.charAt(at + 1)) >= 0 ? 1 : 0;
      int end = digits(text, at + 1 + sign);
      digits = end > at + 1 + sign ? digits : 0;
      at = end;
    }
    return digits > 0 && at == text.length();
  }

  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at;
  }

  /** A double as JSON has it: a finite one. */
  static String text(double value) {
    return Shown.float64(value);
  }
}
