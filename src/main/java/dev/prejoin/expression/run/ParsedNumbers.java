package dev.prejoin.expression.run;

import dev.prejoin.schema.BadRowException;
import org.jspecify.annotations.Nullable;

/** Integers and floats out of texts, as ClickHouse reads them. */
public final class ParsedNumbers {
  /** The largest number to which a digit can be put within 64 bits, if it is at most 5. */
  private static final long MOST_TENS = Long.divideUnsigned(-1L, 10);

  private static final long LAST_DIGIT = Long.remainderUnsigned(-1L, 10);

  private ParsedNumbers() {}

  /** An integer, of which only the bits are kept that its type has. */
  public static long integer(String text, long bytes, boolean signed) {
    int start = digits(text, signed);
    if (start < 0) {
      throw new BadRowException(Failed.words(text, (signed ? "Int" : "UInt") + bytes * Byte.SIZE));
    }
    long value = 0;
    for (int i = start; i < text.length(); i++) {
      value = value * 10 + (text.charAt(i) - '0');
    }
    return Numbers.wrap(text.charAt(0) == '-' ? -value : value, (int) bytes, signed);
  }

  /** An integer that its type holds, or null. */
  public static @Nullable Long integerOrNull(String text, long bytes, boolean signed) {
    int start = digits(text, signed);
    if (start < 0) {
      return null;
    }
    long value = 0;
    for (int i = start; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      int room = Long.compareUnsigned(value, MOST_TENS);
      if (room > 0 || (room == 0 && digit > LAST_DIGIT)) {
        return null;
      }
      value = value * 10 + digit;
    }
    boolean negative = text.charAt(0) == '-';
    long most = -1L >>> (Long.SIZE - bytes * Byte.SIZE + (signed ? 1 : 0));
    return Long.compareUnsigned(value, negative ? most + 1 : most) > 0
        ? null
        : (Long) (negative ? -value : value);
  }

  /** Where the digits begin, or -1 if it is no integer. */
  private static int digits(String text, boolean signed) {
    int length = text.length();
    int start = length > 0 && (text.charAt(0) == '+' || (signed && text.charAt(0) == '-')) ? 1 : 0;
    for (int i = start; i < length; i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return -1;
      }
    }
    return start < length ? start : -1;
  }

  public static double float64(String text) {
    Double value = JsonNumbers.floating(text);
    if (value == null) {
      throw new BadRowException(Failed.words(text, "Float64"));
    }
    return value;
  }

  public static @Nullable Double float64OrNull(String text) {
    return JsonNumbers.floating(text);
  }

  public static double float32(String text) {
    Double value = float32OrNull(text);
    if (value == null) {
      throw new BadRowException(Failed.words(text, "Float32"));
    }
    return value;
  }

  /** The float nearest to the text, not to the double nearest to the text. */
  public static @Nullable Double float32OrNull(String text) {
    Double value = JsonNumbers.floating(text);
    return value == null || !Double.isFinite(value)
        ? value
        : (Double) (double) Float.parseFloat(text);
  }
}
