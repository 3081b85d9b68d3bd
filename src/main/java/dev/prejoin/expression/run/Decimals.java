package dev.prejoin.expression.run;

import dev.prejoin.schema.BadRowException;
import java.math.BigDecimal;
import java.math.BigInteger;

/** Arithmetic of decimals whose unscaled values have 32, 64 or 128 bits. */
public final class Decimals {
  /** So many digits fit 32, 64 and 128 bits, whichever they are. */
  private static final int DIGITS_OF_32 = 9;

  private static final int DIGITS_OF_64 = 18;
  private static final int DIGITS_OF_128 = 38;

  private static final double[] POWERS = new double[39];

  static {
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = new BigDecimal(BigInteger.ONE, -i).doubleValue();
    }
  }

  private Decimals() {}

  public static BigDecimal plus(BigDecimal a, BigDecimal b, long scale, long bits) {
    return fitting(scaled(a, scale, bits, "+").add(scaled(b, scale, bits, "+")), bits, "+");
  }

  public static BigDecimal minus(BigDecimal a, BigDecimal b, long scale, long bits) {
    return fitting(scaled(a, scale, bits, "-").subtract(scaled(b, scale, bits, "-")), bits, "-");
  }

  public static BigDecimal multiply(BigDecimal a, BigDecimal b, long scale, long bits) {
    return fitting(a.multiply(b), bits, "*");
  }

  /** The quotient, cut to the scale. */
  public static BigDecimal divide(BigDecimal a, BigDecimal b, long scale, long bits) {
    if (b.signum() == 0) {
      throw new BadRowException("division by zero");
    }
    BigDecimal dividend = scaled(a, scale + b.scale(), bits, "/");
    return new BigDecimal(dividend.unscaledValue().divide(b.unscaledValue()), (int) scale);
  }

  public static BigDecimal negate(BigDecimal value) {
    return value.negate();
  }

  /** As ClickHouse: the digits as a double, divided by a power of 10. */
  public static double toDouble(BigDecimal value) {
    return value.unscaledValue().doubleValue() / POWERS[value.scale()];
  }

  /** Two decimals' order, once the one with fewer digits behind its point has been given more. */
  public static int compare(BigDecimal a, BigDecimal b, long bits) {
    int scale = Math.max(a.scale(), b.scale());
    if (fits(a, scale - a.scale(), bits) && fits(b, scale - b.scale(), bits)) {
      return a.compareTo(b);
    }
    return scaled(a, scale, bits, "comparison").compareTo(scaled(b, scale, bits, "comparison"));
  }

  private static BigDecimal scaled(BigDecimal value, long scale, long bits, String operator) {
    return fitting(value.setScale((int) scale), bits, operator);
  }

  private static BigDecimal fitting(BigDecimal value, long bits, String operator) {
    if (!fits(value, 0, bits) && value.unscaledValue().bitLength() >= bits) {
      throw new BadRowException("overflow of a decimal in " + operator + ": " + value);
    }
    return value;
  }

  /** Whether it fits for its number of digits alone, which a BigDecimal knows at no cost. */
  private static boolean fits(BigDecimal value, int moreDigits, long bits) {
    int digits =
        bits <= Integer.SIZE ? DIGITS_OF_32 : bits <= Long.SIZE ? DIGITS_OF_64 : DIGITS_OF_128;
    return value.precision() + moreDigits <= digits;
  }
}
