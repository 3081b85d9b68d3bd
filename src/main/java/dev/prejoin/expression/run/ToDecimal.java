package dev.prejoin.expression.run;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Decimals out of other values: null where 32, 64 or 128 bits do not hold the digits. A type of
 * fewer digits than these bits hold takes more than its digits, as in ClickHouse.
 */
public final class ToDecimal {
  private ToDecimal() {}

  public static @Nullable BigDecimal of(long value, long scale, long bits) {
    return fitting(BigDecimal.valueOf(value), scale, bits);
  }

  public static @Nullable BigDecimal ofUnsigned(long value, long scale, long bits) {
    return value >= 0
        ? of(value, scale, bits)
        : fitting(new BigDecimal(Long.toUnsignedString(value)), scale, bits);
  }

  public static @Nullable BigDecimal of(BigDecimal value, long scale, long bits) {
    return fitting(value, scale, bits);
  }

  /** A DateTime64 as seconds. */
  public static @Nullable BigDecimal ofTime(long time, long digits, long scale, long bits) {
    return fitting(BigDecimal.valueOf(time, (int) digits), scale, bits);
  }

  /**
   * A double's digits once it is multiplied, which may round.
   *
   * @param power that of 10 to the scale
   */
  public static @Nullable BigDecimal of(double value, double power, long scale, long bits) {
    return ofUnits(value * power, scale, bits);
  }

  /** The same, computed in a float. */
  public static @Nullable BigDecimal ofFloat32(double value, double power, long scale, long bits) {
    return ofUnits((float) value * (float) power, scale, bits);
  }

  private static @Nullable BigDecimal ofUnits(double units, long scale, long bits) {
    double bound = Math.scalb(1d, (int) bits - 1);
    // As a double, the most that 32 bits hold is not yet the next power of 2.
    double most = bits == Integer.SIZE ? bound - 1 : bound;
    return units > -bound && units < most
        ? new BigDecimal(new BigDecimal(units).toBigInteger(), (int) scale)
        : null;
  }

  private static @Nullable BigDecimal fitting(BigDecimal value, long scale, long bits) {
    BigDecimal scaled = value.setScale((int) scale, RoundingMode.DOWN);
    return scaled.unscaledValue().bitLength() < bits ? scaled : null;
  }
}
