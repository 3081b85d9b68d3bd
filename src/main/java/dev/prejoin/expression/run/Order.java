package dev.prejoin.expression.run;

/** Orders that Java lacks; generated code calls them. */
public final class Order {
  private Order() {}

  /** The order of two strings' UTF-8 bytes, which is that of their code points. */
  public static int bytes(String left, String right) {
    int shorter = Math.min(left.length(), right.length());
    for (int i = 0; i < shorter; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        // Surrogates stand for code points above all others.
        return Character.isSurrogate(a) == Character.isSurrogate(b)
            ? Character.compare(a, b)
            : Character.isSurrogate(a) ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** The order of two numbers as they are, without rounding the integer; right is not NaN. */
  public static int numbers(long left, double right) {
    if (right >= 0x1p63) {
      return -1;
    }
    if (right < -0x1p63) {
      return 1;
    }
    long whole = (long) right;
    int order = Long.compare(left, whole);
    return order != 0 ? order : Double.compare(0d, right - whole + 0d);
  }

  /** The order of a signed and an unsigned number, both of 64 bits. */
  public static int signedAndUnsigned(long signed, long unsigned) {
    return signed < 0 ? -1 : Long.compareUnsigned(signed, unsigned);
  }

  /** As {@link #numbers} for an unsigned one. */
  public static int unsignedNumbers(long unsigned, double right) {
    if (unsigned >= 0) {
      return numbers(unsigned, right);
    }
    if (right >= 0x1p64) {
      return -1;
    }
    // Above 2^63 a double is whole, and has its lowest 11 bits clear.
    return right < 0x1p63
        ? 1
        : Long.compareUnsigned(unsigned, (long) (right - 0x1p63) | Long.MIN_VALUE);
  }

  /** The order of two UUIDs as ClickHouse has it: by their second half first. */
  public static int uuids(java.util.UUID left, java.util.UUID right) {
    int low = Long.compareUnsigned(left.getLeastSignificantBits(), right.getLeastSignificantBits());
    return low != 0
        ? low
        : Long.compareUnsigned(left.getMostSignificantBits(), right.getMostSignificantBits());
  }
}
