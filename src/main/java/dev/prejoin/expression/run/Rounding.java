package dev.prejoin.expression.run;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Rounding to a number of digits, as ClickHouse computes it. */
public final class Rounding {
  private Rounding() {}

  /** The number with as many digits behind its point, of which it has at least as many. */
  public static BigDecimal decimal(BigDecimal value, long digits, RoundingMode mode) {
    return value.setScale((int) digits, mode).setScale(value.scale());
  }

  /** To a multiple of a power of 10. What leaves the type's width wraps. */
  public static long integer(long value, long power, long bytes, RoundingMode mode) {
    int size = (int) bytes;
    // As in C++, arithmetic has at least 32 bits, and only what is assigned is cut to the type.
    int room = Math.max(Integer.BYTES, size);
    long x = value;
    switch (mode) {
      case FLOOR -> x = x < 0 ? Numbers.wrap(x - (power - 1), size, true) : x;
      case CEILING -> x = x >= 0 ? Numbers.wrap(x + (power - 1), size, true) : x;
      case HALF_UP -> {
        x = x < 0 ? Numbers.wrap(x - power, size, true) : x;
        x = Numbers.wrap(x + power / 2, room, true);
      }
      default -> {
        // cut below
      }
    }
    return Numbers.wrap(x / power * power, size, true);
  }

  /** The same for unsigned numbers. */
  public static long unsigned(long value, long power, long bytes, RoundingMode mode) {
    int size = (int) bytes;
    int room = Math.max(Integer.BYTES, size);
    long x =
        switch (mode) {
          case CEILING -> Numbers.wrap(value + (power - 1), size, false);
          case HALF_UP -> Numbers.wrap(value + power / 2, room, false);
          default -> value;
        };
    return Numbers.wrap(Long.divideUnsigned(x, power) * power, size, false);
  }

  /** To digits behind the point. */
  public static double fraction(double value, double power, RoundingMode mode) {
    return whole(value * power, mode) / power;
  }

  /** To digits before the point. */
  public static double tens(double value, double power, RoundingMode mode) {
    return whole(value / power, mode) * power;
  }

  /** The same as {@link #fraction}, each step in a float. */
  public static double fractionOfFloat(double value, double power, RoundingMode mode) {
    return (float) whole((float) value * (float) power, mode) / (float) power;
  }

  /** The same as {@link #tens}, each step in a float. */
  public static double tensOfFloat(double value, double power, RoundingMode mode) {
    return (float) whole((float) value / (float) power, mode) * (float) power;
  }

  /** Without a fraction; ties go to the even number. */
  public static double whole(double value, RoundingMode mode) {
    return switch (mode) {
      case FLOOR -> Math.floor(value);
      case CEILING -> Math.ceil(value);
      case DOWN -> value < 0 ? Math.ceil(value) : Math.floor(value);
      default -> Math.rint(value);
    };
  }
}
