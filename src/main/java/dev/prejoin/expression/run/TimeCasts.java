package dev.prejoin.expression.run;

import dev.prejoin.schema.BadRowException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * Numbers as dates and times, and those as others, with ClickHouse's ends of ranges. Numbers up to
 * the last day of a type are days, larger ones are seconds since 1970.
 */
public final class TimeCasts {
  private static final long LAST_DATE = 0xFFFF;
  private static final long LAST_UINT32 = 0xFFFF_FFFFL;

  /** 2299-12-31 23:59:59. */
  private static final long LAST_OF_2299 = 10_413_791_999L;

  /** 0000-01-01. */
  private static final long FIRST_SECOND = -62_167_219_200L;

  /** 9999-12-31 23:59:59. */
  private static final long LAST_SECOND = 253_402_300_799L;

  private TimeCasts() {}

  public static long date(long number, Zone zone) {
    if (number < 0) {
      return 0;
    }
    return number <= LAST_DATE ? number : zone.day(Math.min(number, LAST_UINT32)) & LAST_DATE;
  }

  /** The same of a UInt64: ClickHouse takes one beyond Int64 for a negative second. */
  public static long dateOfUnsigned(long number, Zone zone) {
    return number < 0 ? zone.day(number) & LAST_DATE : date(number, zone);
  }

  public static long date(double number, Zone zone) {
    if (!(number >= 0)) {
      return 0;
    }
    return number <= LAST_DATE
        ? (long) number
        : zone.day(Math.min(whole(number), LAST_UINT32)) & LAST_DATE;
  }

  public static long date32(long number, Zone zone) {
    if (number <= Zone.LAST_DAY) {
      return Math.max(Zone.FIRST_DAY, number);
    }
    return zone.day(Math.min(number, LAST_OF_2299));
  }

  public static long date32OfUnsigned(long number, Zone zone) {
    return number < 0 ? zone.day(number) : date32(number, zone);
  }

  public static long date32(double number, Zone zone) {
    if (!(number >= Zone.FIRST_DAY)) {
      return Zone.FIRST_DAY;
    }
    return number < Zone.LAST_DAY + 1
        ? (long) number
        : zone.day((long) Math.min(number, LAST_OF_2299));
  }

  /** Seconds as a DateTime. */
  public static long dateTime(long number) {
    return Math.max(0, Math.min(LAST_UINT32, number));
  }

  /** The same of a UInt64: ClickHouse takes the lowest 32 bits of one beyond Int64. */
  public static long dateTimeOfUnsigned(long number) {
    return number < 0 ? number & LAST_UINT32 : dateTime(number);
  }

  public static long dateTime(double number) {
    return number >= 0 ? Math.min(whole(number), LAST_UINT32) & LAST_UINT32 : 0;
  }

  /** Seconds in units of a DateTime64, of which there are so many in one. */
  public static long dateTime64(long number, long perSecond) {
    long most = Math.min(LAST_SECOND, Long.MAX_VALUE / perSecond);
    long least = Math.max(FIRST_SECOND, -(Long.MAX_VALUE / perSecond));
    return Math.max(least, Math.min(most, number)) * perSecond;
  }

  public static long dateTime64OfUnsigned(long number, long perSecond) {
    return dateTime64(number < 0 ? Long.MAX_VALUE : number, perSecond);
  }

  public static long dateTime64(double number, long perSecond) {
    long most = Math.min(LAST_SECOND, Long.MAX_VALUE / perSecond);
    long least = Math.max(FIRST_SECOND, -(Long.MAX_VALUE / perSecond));
    return inRange(Math.max((double) least, Math.min((double) most, number)) * perSecond, number);
  }

  /** The same of a Float32, with the precision of one. */
  public static long dateTime64OfFloat32(double number, long perSecond) {
    float most = Math.min(LAST_SECOND, Long.MAX_VALUE / perSecond);
    float least = Math.max(FIRST_SECOND, -(Long.MAX_VALUE / perSecond));
    return inRange(Math.max(least, Math.min(most, (float) number)) * perSecond, number);
  }

  private static long inRange(double units, double number) {
    if (!(units > -0x1p63 && units < 0x1p63)) {
      throw new BadRowException(number + " is no time");
    }
    return (long) units;
  }

  /** Seconds with digits behind the point; what is finer than the scale is cut off. */
  public static long dateTime64(BigDecimal number, long scale) {
    BigInteger units = number.setScale((int) scale, RoundingMode.DOWN).unscaledValue();
    if (units.bitLength() >= Long.SIZE) {
      throw new BadRowException("the time " + number + " does not fit a DateTime64(" + scale + ")");
    }
    return units.longValue();
  }

  /** The number itself, which gets another type. */
  public static long same(long number) {
    return number;
  }

  /** A second as a DateTime; as in ClickHouse, it wraps around beyond 32 bits. */
  public static long wrapped(long second) {
    return second & LAST_UINT32;
  }

  /** A time in coarser units; what is finer is cut off. */
  public static long coarser(long time, long factor) {
    return time / factor;
  }

  /** What the processors of ClickHouse's servers make of a double beyond 64 bits. */
  private static long whole(double number) {
    return number < 0x1p63 && number >= -0x1p63 ? (long) number : Long.MIN_VALUE;
  }
}
