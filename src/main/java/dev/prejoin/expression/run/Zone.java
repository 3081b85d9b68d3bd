package dev.prejoin.expression.run;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The local time of a time zone, as ClickHouse has it: for each day from 1900 to 2299 the second
 * when it begins, and at most one change of the clocks in it, in quarters of an hour. Days are
 * counted from 1970-01-01. Beyond these years local times are exact, but slower, and a time beyond
 * the years 0 to 9999 is the first or the last of them.
 */
public final class Zone {
  /** 1900-01-01. */
  static final int FIRST_DAY = -25_567;

  /** 2299-12-31. */
  static final int LAST_DAY = 120_529;

  static final int DAY = 86_400;

  /** 1900-01-03 in UTC: from here to {@link #TABLE_END} ClickHouse looks times up. */
  private static final long TABLE_BEGIN = (FIRST_DAY + 2L) * DAY;

  private static final long TABLE_END = (LAST_DAY - 1L) * DAY;

  /** 0000-01-01. */
  static final long FIRST_EXACT_DAY = -719_528;

  /** 9999-12-31. */
  static final long LAST_EXACT_DAY = 2_932_896;

  public static final Zone UTC = new Zone(ZoneId.of("UTC"));

  private static final int QUARTER = 900;
  private static final int HOUR = 3_600;
  private static final int MINUTE = 60;
  private static final Map<String, Zone> KNOWN = new ConcurrentHashMap<>(Map.of("UTC", UTC));

  private final ZoneId id;
  private final ZoneRules rules;
  private final int fixedOffset;
  private final long @Nullable [] begins;
  private final int[] changesAt;
  private final short[] changesBy;
  private boolean wholeHours = true;
  private boolean wholeMinutes = true;

  private Zone(ZoneId id) {
    this.id = id;
    rules = id.getRules();
    boolean fixed = rules.isFixedOffset();
    fixedOffset = fixed ? rules.getOffset(Instant.EPOCH).getTotalSeconds() : 0;
    int days = fixed ? 0 : LAST_DAY - FIRST_DAY + 1;
    begins = fixed ? null : new long[days];
    changesAt = new int[days];
    changesBy = new short[days];
    if (begins != null) {
      fill(begins);
    }
    wholeHours &= fixedOffset % HOUR == 0;
  }

  /** The zone of this name, which is prepared once. */
  public static Optional<Zone> of(String name) {
    return names().contains(name)
        ? Optional.of(KNOWN.computeIfAbsent(name, n -> new Zone(ZoneId.of(n))))
        : Optional.empty();
  }

  /** Of all zones; ClickHouse has no {@code SystemV} ones. */
  public static Collection<String> names() {
    TreeSet<String> names = new TreeSet<>(ZoneId.getAvailableZoneIds());
    names.removeIf(n -> n.startsWith("SystemV/"));
    return names;
  }

  private void fill(long[] into) {
    long first = beginOf(LocalDate.ofEpochDay(FIRST_DAY));
    ZoneOffsetTransition next = rules.nextTransition(Instant.ofEpochSecond(first - 1));
    for (int i = 0; i < into.length; i++) {
      LocalDate day = LocalDate.ofEpochDay(i + FIRST_DAY);
      long begin = beginOf(day);
      into[i] = begin;
      while (next != null && next.toEpochSecond() < begin) {
        next = rules.nextTransition(next.getInstant());
      }
      if (next != null) {
        change(i, day, next);
      }
      wholeHours &= begin <= 0 || begin % HOUR == 0;
      wholeMinutes &= begin <= 0 || begin % MINUTE == 0;
    }
  }

  /** Where midnight comes twice, it is the second, unless the clocks go back to midnight itself. */
  private long beginOf(LocalDate day) {
    ZonedDateTime first = day.atStartOfDay(id);
    long second = first.withLaterOffsetAtOverlap().toEpochSecond();
    ZoneOffsetTransition change = rules.getTransition(day.atStartOfDay());
    return change != null && change.toEpochSecond() >= second ? first.toEpochSecond() : second;
  }

  private void change(int index, LocalDate day, ZoneOffsetTransition change) {
    LocalDateTime from = change.getDateTimeBefore();
    LocalDateTime to = change.getDateTimeAfter();
    if (!from.toLocalDate().equals(day) && !to.toLocalDate().equals(day)) {
      return;
    }
    long midnight = day.toEpochDay() * DAY;
    long at = (from.toEpochSecond(ZoneOffset.UTC) - midnight) / QUARTER;
    long by = (to.toEpochSecond(ZoneOffset.UTC) - from.toEpochSecond(ZoneOffset.UTC)) / QUARTER;
    by = Math.max(-DAY / QUARTER, Math.min(DAY / QUARTER, by));
    // A change back to the day before takes place later, so that the day has no hours before 0.
    at = at + by < 0 ? -by : at;
    if (at >= 0) {
      changesAt[index] = (int) at * QUARTER;
      changesBy[index] = (short) by;
    }
  }

  /** Whether it is UTC, or as good as that. */
  public boolean isUtc() {
    return begins == null && fixedOffset == 0;
  }

  /** The day that a second lies on. */
  public long day(long second) {
    if (begins == null || isBeyond(second)) {
      return Math.max(FIRST_EXACT_DAY, Math.min(LAST_EXACT_DAY, Math.floorDiv(local(second), DAY)));
    }
    long guess = Math.floorDiv(second, DAY);
    int index = (int) guess - FIRST_DAY;
    if (second < begins[index]) {
      return guess - 1;
    }
    return second >= begins[index + 1] ? guess + 1 : guess;
  }

  /** The second when a day begins. */
  public long begin(long day) {
    if (begins == null) {
      return day * DAY - fixedOffset;
    }
    return day < FIRST_DAY || day > LAST_DAY
        ? beginOf(LocalDate.ofEpochDay(day))
        : begins[(int) day - FIRST_DAY];
  }

  /**
   * The same for a day of a Date or DateTime: at the earliest the first day to begin since 1970.
   */
  long beginSince1970(long day) {
    long begin = begin(Math.max(0, day));
    return begin < 0 ? begin(1) : begin;
  }

  /**
   * The second when the clock of a day shows a time; where it shows it twice it is the first, and
   * where never, as if it had not changed forward yet.
   *
   * @param clock in seconds since midnight, which may be beyond the day
   */
  long second(long day, long clock) {
    if (begins == null) {
      return day * DAY - fixedOffset + clock;
    }
    if (day < FIRST_DAY || day > LAST_DAY) {
      long local = day * DAY + clock;
      LocalDateTime time = LocalDateTime.ofEpochSecond(local, 0, ZoneOffset.UTC);
      return local - rules.getOffset(time).getTotalSeconds();
    }
    int index = (int) day - FIRST_DAY;
    long since = clock >= changesAt[index] ? clock - (long) changesBy[index] * QUARTER : clock;
    return begins[index] + since;
  }

  /** The hour on the clock. */
  public long hour(long second) {
    return Math.min(23, clock(second) / HOUR);
  }

  public long minute(long second) {
    return second >= 0 && wholeHours && !isBeyond(second)
        ? second / MINUTE % MINUTE
        : clock(second) / MINUTE % MINUTE;
  }

  public long second(long second) {
    return wholeMinutes && !isBeyond(second)
        ? Math.floorMod(second, MINUTE)
        : clock(second) % MINUTE;
  }

  /** What the clock shows, in seconds since midnight. */
  long clock(long second) {
    if (begins == null || isBeyond(second)) {
      long local = local(second);
      long day = Math.floorDiv(local, DAY);
      return day < FIRST_EXACT_DAY ? 0 : day > LAST_EXACT_DAY ? DAY - 1 : Math.floorMod(local, DAY);
    }
    long day = day(second);
    long since = second - begin(day);
    int index = (int) day - FIRST_DAY;
    return Math.max(
        0, since >= changesAt[index] ? since + (long) changesBy[index] * QUARTER : since);
  }

  /** Whether a second lies where ClickHouse does not look times up. */
  static boolean isBeyond(long second) {
    return second < TABLE_BEGIN || second >= TABLE_END;
  }

  /** A second's date and clock, as seconds since 1970-01-01 on the calendar. */
  private long local(long second) {
    long within =
        Math.max((FIRST_EXACT_DAY - 1) * DAY, Math.min((LAST_EXACT_DAY + 2) * DAY, second));
    return begins == null
        ? within + fixedOffset
        : within + rules.getOffset(Instant.ofEpochSecond(within)).getTotalSeconds();
  }

  /** A second's date and clock beyond the table; at most two days beyond the years 0 to 9999. */
  LocalDateTime exact(long second) {
    long within =
        Math.max((FIRST_EXACT_DAY - 2) * DAY, Math.min((LAST_EXACT_DAY + 3) * DAY - 1, second));
    return LocalDateTime.ofEpochSecond(within, 0, rules.getOffset(Instant.ofEpochSecond(within)));
  }

  /** The first second with this date and clock. */
  long exact(LocalDateTime local) {
    return local.atZone(id).toEpochSecond();
  }

  /** When the clocks change on a day, in seconds since it began; 0 if they do not. */
  int changeAt(long day) {
    return begins == null ? 0 : changesAt[(int) clamped(day) - FIRST_DAY];
  }

  /** By how many seconds they then change. */
  int changeBy(long day) {
    return begins == null ? 0 : changesBy[(int) clamped(day) - FIRST_DAY] * QUARTER;
  }

  /** Whether every hour since 1970 begins with an hour of UTC. */
  boolean isWholeHours() {
    return wholeHours;
  }

  /** The same of minutes. */
  boolean isWholeMinutes() {
    return wholeMinutes;
  }

  private static long clamped(long day) {
    return Math.max(FIRST_DAY, Math.min(LAST_DAY, day));
  }

  @Override
  public String toString() {
    return id.getId();
  }
}
