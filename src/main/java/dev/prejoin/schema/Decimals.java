package dev.prejoin.schema;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Decimals as anyone may have written them: what is larger than every type is refused before it is
 * computed with, as {@code 1e999999999} has a billion digits once its exponent is worked out.
 */
final class Decimals {
  /** The digits of ClickHouse's widest, Decimal256. */
  private static final int MOST_DIGITS = 76;

  /** With room for digits that say nothing, such as zeros at either end. */
  private static final int LONGEST = 1_000;

  private Decimals() {}

  /**
   * The number that a text is.
   *
   * @throws NumberFormatException if it is none, or too long a text for one
   */
  static BigDecimal parse(String text) {
    if (text.length() > LONGEST) {
      throw new NumberFormatException(text.length() + " characters");
    }
    return new BigDecimal(text);
  }

  /**
   * The number of an unscaled value in two's complement, big endian.
   *
   * @throws NumberFormatException if there are no bytes, or too many
   */
  static BigDecimal of(byte[] unscaled, int scale) {
    if (unscaled.length == 0 || unscaled.length > LONGEST) {
      throw new NumberFormatException(unscaled.length + " bytes");
    }
    return new BigDecimal(new BigInteger(unscaled), scale);
  }

  /**
   * The same number with another scale.
   *
   * @throws ArithmeticException if it has more digits than that, or more than any type
   */
  static BigDecimal exact(BigDecimal number, int scale) {
    if (number.signum() == 0) {
      return BigDecimal.valueOf(0, scale);
    }
    long wholeDigits = (long) number.precision() - number.scale();
    long cutDigits = (long) number.scale() - scale;
    if (wholeDigits > MOST_DIGITS || cutDigits >= number.precision()) {
      throw new ArithmeticException("out of range");
    }
    return number.setScale(scale);
  }
}
