package dev.prejoin.expression.run;

import dev.prejoin.schema.BadRowException;

/** What ClickHouse's functions of dates and times do. */
public final class Times {
  private Times() {}

  /** A time in finer units. */
  public static long scaled(long time, long factor) {
    long high = Math.multiplyHigh(time, factor);
    long low = time * factor;
    if (high != low >> (Long.SIZE - 1)) {
      throw new BadRowException("the time " + time + " overflows when its unit is made finer");
    }
    return low;
  }
}
