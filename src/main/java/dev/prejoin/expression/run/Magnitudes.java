package dev.prejoin.expression.run;

import java.math.BigDecimal;

/** Numbers without their sign, and the sign. */
public final class Magnitudes {
  private Magnitudes() {}

  /** As an unsigned number: the least long has one. */
  public static long abs(long value) {
    return value < 0 ? -value : value;
  }

  public static double abs(double value) {
    return Math.abs(value);
  }

  public static BigDecimal abs(BigDecimal value) {
    return value.abs();
  }

  public static long sign(long value) {
    return Long.signum(value);
  }

  public static long unsignedSign(long value) {
    return value == 0 ? 0 : 1;
  }

  /** As in ClickHouse, 1 for nan. */
  public static long sign(double value) {
    return value < 0 ? -1 : value == 0 ? 0 : 1;
  }

  public static long sign(BigDecimal value) {
    return value.signum();
  }

  /** As in ClickHouse, of nan and a number the second one. */
  public static double max2(double a, double b) {
    return a > b ? a : b;
  }

  /** As in ClickHouse, of nan and a number the second one. */
  public static double min2(double a, double b) {
    return a < b ? a : b;
  }

  public static double times(double value, double factor) {
    return value * factor;
  }

  public static double square(double value) {
    return value * value;
  }
}
