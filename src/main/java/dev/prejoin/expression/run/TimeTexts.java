package dev.prejoin.expression.run;

import dev.prejoin.expression.run.TimeReader.Outcome;
import dev.prejoin.schema.BadRowException;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times out of texts. What ClickHouse cannot read is an error, NULL or zero, as it is
 * there; a text that ClickHouse may read in one of its many further forms is always an error.
 *
 * <p>A scale is the digits of a second that the time's type has, and {@link #SECONDS} for a
 * DateTime.
 */
public final class TimeTexts {
  /** The scale of a DateTime, which unlike a DateTime64(0) has an end in 2106. */
  public static final long SECONDS = -1;

  private static final long LAST_DATE = 0xFFFF;
  private static final long LAST_UINT32 = 0xFFFF_FFFFL;
  private static final String FORMS =
      ", such as 2026-01-31, 2026-01-31 10:00:00 or 2026-01-31T10:00:00.123Z";

  private TimeTexts() {}

  public static long time(String text, Zone zone, long scale) {
    TimeReader reader = new TimeReader(text);
    if (reader.bestEffort(scale >= 0) != Outcome.READ) {
      throw new BadRowException("'" + text + "' is no time" + FORMS);
    }
    return value(reader, text, zone, scale);
  }

  /** The same, and NULL for a text that is no time. */
  public static @Nullable Long timeOrNull(String text, Zone zone, long scale) {
    TimeReader reader = new TimeReader(text);
    return isRead(reader.bestEffort(scale >= 0), text) ? value(reader, text, zone, scale) : null;
  }

  public static long timeOrZero(String text, Zone zone, long scale) {
    Long time = timeOrNull(text, zone, scale);
    return time == null ? 0 : time;
  }

  /** The same for the few forms that ClickHouse's toDateTimeOrNull takes. */
  public static @Nullable Long basicOrNull(String text, Zone zone, long scale) {
    TimeReader reader = new TimeReader(text);
    if (!isRead(reader.basic(scale >= 0), text)) {
      return null;
    }
    return reader.isYearZero() ? Long.valueOf(0) : valueOrNull(reader, zone, scale);
  }

  public static long basicOrZero(String text, Zone zone, long scale) {
    Long time = basicOrNull(text, zone, scale);
    return time == null ? 0 : time;
  }

  /** A day of a Date. */
  public static long date(String text) {
    Long day = dateOrNull(text);
    if (day == null) {
      throw new BadRowException("'" + text + "' is no date, such as 2026-01-31");
    }
    return day;
  }

  public static @Nullable Long dateOrNull(String text) {
    TimeReader reader = new TimeReader(text);
    return reader.date() == Outcome.READ
        ? Long.valueOf(Math.max(0, Math.min(LAST_DATE, reader.day(0))))
        : null;
  }

  public static long dateOrZero(String text) {
    Long day = dateOrNull(text);
    return day == null ? 0 : day;
  }

  /** A day of a Date32. */
  public static long date32(String text) {
    Long day = date32OrNull(text);
    if (day == null) {
      throw new BadRowException("'" + text + "' is no date, such as 2026-01-31");
    }
    return day;
  }

  public static @Nullable Long date32OrNull(String text) {
    TimeReader reader = new TimeReader(text);
    return reader.date() == Outcome.READ
        ? Long.valueOf(
            Math.max(Zone.FIRST_DAY, Math.min(Zone.LAST_DAY, reader.day(Zone.FIRST_DAY))))
        : null;
  }

  /** What is no date is the first that a Date32 has. */
  public static long date32OrZero(String text) {
    Long day = date32OrNull(text);
    return day == null ? Zone.FIRST_DAY : day;
  }

  private static boolean isRead(Outcome outcome, String text) {
    if (outcome == Outcome.UNUSUAL) {
      throw new BadRowException(
          "'" + text + "' is no time in a form that prejoin reads as ClickHouse does" + FORMS);
    }
    return outcome == Outcome.READ;
  }

  private static long value(TimeReader reader, String text, Zone zone, long scale) {
    Long time = valueOrNull(reader, zone, scale);
    if (time == null) {
      throw new BadRowException("the time '" + text + "' does not fit a DateTime64(" + scale + ")");
    }
    return time;
  }

  private static @Nullable Long valueOrNull(TimeReader reader, Zone zone, long scale) {
    if (reader.isInUnits()) {
      return reader.units();
    }
    long second = reader.second(zone);
    if (scale < 0) {
      return Math.max(0, Math.min(LAST_UINT32, second));
    }
    long perSecond = TimeReader.power(scale);
    long whole = second * perSecond;
    long time = whole + reader.fraction(scale);
    boolean fits =
        Math.multiplyHigh(second, perSecond) == whole >> (Long.SIZE - 1) && time >= whole;
    return fits ? time : null;
  }
}
