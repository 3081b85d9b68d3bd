package dev.prejoin.expression.run;

import dev.prejoin.schema.BadRowException;
import org.jspecify.annotations.Nullable;

/** Arithmetic that Java's operators do otherwise than ClickHouse. */
public final class Numbers {
  private static final double TWO_TO_63 = 0x1p63;

  private Numbers() {}

  /** The nearest double of an unsigned number. */
  public static double unsignedToDouble(long bits) {
    // Halved with its last bit kept, so that it rounds as the whole would.
    return bits >= 0 ? bits : ((bits >>> 1) | (bits & 1)) * 2.0;
  }

  /** ClickHouse's % of doubles, which differs from Java's for large quotients. */
  public static double modulo(double a, double b) {
    double quotient = a / b;
    return a - (quotient < 0 ? Math.ceil(quotient) : Math.floor(quotient)) * b;
  }

  /**
   * The quotient of two signed numbers.
   *
   * @param least the least dividend of its width, which has no quotient with -1
   */
  public static long intDiv(long a, long b, long least) {
    check(a, b, least);
    return a / b;
  }

  public static long unsignedIntDiv(long a, long b) {
    checkDivisor(b);
    return Long.divideUnsigned(a, b);
  }

  /** The remainder of two signed numbers; {@code least} is as for {@link #intDiv}. */
  public static long modulo(long a, long b, long least) {
    check(a, b, least);
    return a % b;
  }

  public static long unsignedModulo(long a, long b) {
    checkDivisor(b);
    return Long.remainderUnsigned(a, b);
  }

  private static void check(long a, long b, long least) {
    checkDivisor(b);
    if (b == -1 && a == least) {
      throw new BadRowException("division of " + a + ", the least of its type, by -1");
    }
  }

  private static void checkDivisor(long b) {
    if (b == 0) {
      throw new BadRowException("division by zero");
    }
  }

  /** The low bytes of a number as a number of that width. */
  public static long wrap(long value, int bytes, boolean signed) {
    int unused = Long.SIZE - bytes * Byte.SIZE;
    return signed ? value << unused >> unused : value << unused >>> unused;
  }

  public static boolean sameBits(double a, double b) {
    return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
  }

  /** Whether a sorted list has a number. */
  public static boolean in(long value, long[] sorted) {
    return java.util.Arrays.binarySearch(sorted, value) >= 0;
  }

  /** An unsigned number as a signed one, which has less room. */
  public static long atMostInt64(long bits) {
    return bits < 0 ? Long.MAX_VALUE : bits;
  }

  /** Whether a double is a whole number that a long holds. */
  public static boolean isLong(double value) {
    return value >= -TWO_TO_63 && value < TWO_TO_63 && value == Math.rint(value);
  }

  /** The number if it lies within the bounds, else null. */
  public static @Nullable Long within(long value, long least, long most) {
    return value >= least && value <= most ? (Long) value : null;
  }

  /** The unsigned number if it lies within the bounds, else null. */
  public static @Nullable Long withinUnsigned(long value, long least, long most) {
    return value < 0 ? null : within(value, least, most);
  }
}
