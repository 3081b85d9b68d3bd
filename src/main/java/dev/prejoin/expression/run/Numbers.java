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

  /** Not C's fmod: ClickHouse divides, and so rounds. */
  public static double modulo(double a, double b) {
    double quotient = a / b;
    return a - (quotient < 0 ? Math.ceil(quotient) : Math.floor(quotient)) * b;
  }

  public static long intDiv(long a, long b, int bytes, boolean signed) {
    checkDivisor(b);
    checkLeast(a, b, bytes, "intDiv");
    return a / b;
  }

  /** The same where the least number by -1 is itself. */
  public static long intDivByConstant(long a, long b, int bytes, boolean signed) {
    checkDivisor(b);
    return a / b;
  }

  public static long unsignedIntDiv(long a, long b) {
    checkDivisor(b);
    return Long.divideUnsigned(a, b);
  }

  public static long modulo(long a, long b, int bytes, boolean signed) {
    checkDivisor(b);
    if (signed) {
      checkLeast(a, b, bytes, "modulo");
    }
    return a % b;
  }

  /** The same where the least number by -1 leaves 0. */
  public static long moduloByConstant(long a, long b, int bytes, boolean signed) {
    checkDivisor(b);
    return a % b;
  }

  public static long unsignedModulo(long a, long b) {
    checkDivisor(b);
    return Long.remainderUnsigned(a, b);
  }

  public static long intDivOrZero(long a, long b, int bytes, boolean signed) {
    return b == 0 || isLeast(a, b, bytes) ? 0 : a / b;
  }

  public static long unsignedIntDivOrZero(long a, long b) {
    return b == 0 ? 0 : Long.divideUnsigned(a, b);
  }

  public static long moduloOrZero(long a, long b, int bytes, boolean signed) {
    return b == 0 || (signed && isLeast(a, b, bytes)) ? 0 : a % b;
  }

  public static long unsignedModuloOrZero(long a, long b) {
    return b == 0 ? 0 : Long.remainderUnsigned(a, b);
  }

  /** The remainder by an unsigned number, from 0. */
  public static long positive(long remainder, long divisor, long bytes, boolean signed) {
    long positive = signed && remainder < 0 ? remainder + divisor : remainder;
    return wrap(positive, (int) bytes, false);
  }

  private static boolean isLeast(long a, long b, int bytes) {
    return b == -1 && a == Long.MIN_VALUE >> (Long.SIZE - bytes * Byte.SIZE);
  }

  private static void checkLeast(long a, long b, int bytes, String function) {
    if (isLeast(a, b, bytes)) {
      throw new BadRowException(function + " of the least number, " + a + ", by -1");
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

  /** Whether a sorted list has a number. */
  public static boolean in(long value, long[] sorted) {
    return java.util.Arrays.binarySearch(sorted, value) >= 0;
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

  /** An unsigned number as a signed one, which has less room. */
  public static long atMostInt64(long bits) {
    return bits < 0 ? Long.MAX_VALUE : bits;
  }

  public static boolean sameBits(double a, double b) {
    return Double.doubleToRawLongBits(a) == Double.doubleToRawLongBits(b);
  }
}
