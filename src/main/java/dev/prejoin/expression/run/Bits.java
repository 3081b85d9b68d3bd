package dev.prejoin.expression.run;

/** Numbers as rows of bits. */
public final class Bits {
  private Bits() {}

  public static long and(long a, long b, long bytes, boolean signed) {
    return Numbers.wrap(a & b, (int) bytes, signed);
  }

  public static long or(long a, long b, long bytes, boolean signed) {
    return Numbers.wrap(a | b, (int) bytes, signed);
  }

  public static long xor(long a, long b, long bytes, boolean signed) {
    return Numbers.wrap(a ^ b, (int) bytes, signed);
  }

  public static long not(long a, long bytes, boolean signed) {
    return Numbers.wrap(~a, (int) bytes, signed);
  }

  /** How many bits are 1. */
  public static long count(long a, long bytes, boolean signed) {
    return Long.bitCount(Numbers.wrap(a, (int) bytes, false));
  }

  public static long left(long a, long places, long bytes, boolean signed) {
    return Numbers.wrap(a << places, (int) bytes, signed);
  }

  public static long right(long a, long places, long bytes, boolean signed) {
    return signed ? a >> places : a >>> places;
  }

  public static long lowest(long a) {
    return a & 1;
  }
}
