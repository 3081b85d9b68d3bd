package dev.prejoin.expression.run;

import dev.prejoin.schema.BadRowException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Integers and floats out of other values than texts. */
public final class ToNumber {
  private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};

  private ToNumber() {}

  /** The low bytes of a number. */
  public static long wrapped(long value, long bytes, boolean signed) {
    return Numbers.wrap(value, (int) bytes, signed);
  }

  /** A float without its fraction; C++ does not say what it is where the type does not hold it. */
  public static long integer(double value, long bytes, boolean signed) {
    double whole = value < 0 ? Math.ceil(value) : Math.floor(value);
    if (!holds(whole, bytes, signed)) {
      throw new BadRowException(
          "%s is no %sInt%d".formatted(Shown.float64(value), signed ? "" : "U", bytes * 8));
    }
    return bits(whole);
  }

  /** A float that is an integer of the type, or null. */
  public static @Nullable Long exactInteger(double value, long bytes, boolean signed) {
    return value == Math.rint(value) && holds(value, bytes, signed) ? (Long) bits(value) : null;
  }

  private static boolean holds(double whole, long bytes, boolean signed) {
    int bits = (int) bytes * Byte.SIZE - (signed ? 1 : 0);
    return whole >= (signed ? -Math.scalb(1d, bits) : 0d) && whole < Math.scalb(1d, bits);
  }

  private static long bits(double whole) {
    return whole >= 0x1p63 ? (long) (whole - 0x1p63) | Long.MIN_VALUE : (long) whole;
  }

  /** A decimal without its fraction. */
  public static long integer(BigDecimal value, long bytes, boolean signed) {
    BigDecimal whole = value.setScale(0, RoundingMode.DOWN);
    int bits = (int) bytes * Byte.SIZE - (signed ? 1 : 0);
    if ((!signed && whole.signum() < 0) || whole.unscaledValue().bitLength() > bits) {
      throw new BadRowException(
          "%s is no %sInt%d".formatted(value.toPlainString(), signed ? "" : "U", bytes * 8));
    }
    return whole.unscaledValue().longValue();
  }

  /**
   * A DateTime64 in seconds, without its fraction.
   *
   * @param unit how many of its units make a second
   */
  public static long seconds(long time, long unit, long bytes, boolean signed) {
    long seconds = time / unit;
    boolean isIn =
        bytes == Long.BYTES
            ? signed || seconds >= 0
            : Numbers.wrap(seconds, (int) bytes, signed) == seconds;
    if (!isIn) {
      throw new BadRowException(
          "a time of %d s is no %sInt%d".formatted(seconds, signed ? "" : "U", bytes * 8));
    }
    return seconds;
  }

  /** The number of an enum's symbol. */
  public static long number(String symbol, Map<?, ?> numbers) {
    return (Long) java.util.Objects.requireNonNull(numbers.get(symbol), symbol);
  }

  public static double float64(long value) {
    return value;
  }

  /** A time in units of a power of 10 as seconds. */
  public static double float64(long time, long digits) {
    return time / POWERS[(int) digits];
  }

  public static double float32(double value) {
    return (float) value;
  }

  public static double float32(long value) {
    return (float) value;
  }

  /** Rounded once. */
  public static double unsignedToFloat32(long bits) {
    return bits >= 0 ? (float) bits : (float) ((bits >>> 1) | (bits & 1)) * 2f;
  }

  /** The float that has the same value, or null. */
  public static @Nullable Double exactFloat32(double value) {
    return Double.isNaN(value) || (float) value == value ? (Double) value : null;
  }

  /** The double of an integer that has the same value, or null. */
  public static @Nullable Double exactFloat64(long value) {
    double floating = value;
    return floating < 0x1p63 && (long) floating == value ? (Double) floating : null;
  }

  public static @Nullable Double exactUnsignedFloat64(long bits) {
    double floating = Numbers.unsignedToDouble(bits);
    return floating < 0x1p64 && bits(floating) == bits ? (Double) floating : null;
  }

  public static boolean isTrue(long value) {
    return value != 0;
  }

  public static boolean isTrue(double value) {
    return value != 0;
  }

  public static boolean isTrue(BigDecimal value) {
    return value.signum() != 0;
  }
}
