package dev.prejoin.proof.chaos;

import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.SplittableRandom;

/** Rows of readings that a seed makes: half of this hour, half of some hours long ago. */
final class Rows {
  /** The devices below are the reader's own. */
  static final int FIRST_DEVICE = 11;

  /** Devices with metadata that stays. */
  static final int DEVICES = 200;

  /** So many above them have none at first; it comes, changes and goes. */
  static final int CHANGING = 12;

  /** Few rows are theirs: all of them are restated each time. */
  private static final int CHANGING_IN = 100;

  /** 2003-01-01; hours over half a year, so that there are several partitions. */
  private static final long LONG_AGO = 1_041_379_200L;

  private static final int HOURS = 48;
  private static final long HOURS_APART = 91;
  private static final long HOUR = 3_600;
  private static final int STEPS_PER_KWH = 1_024;
  private static final int INVALID_IN = 100;

  private final SplittableRandom random;

  Rows(SplittableRandom random) {
    this.random = random;
  }

  long device() {
    return random.nextInt(CHANGING_IN) == 0
        ? random.nextInt(DEVICES + 1, DEVICES + 1 + CHANGING)
        : random.nextInt(FIRST_DEVICE, DEVICES + 1);
  }

  long second() {
    if (random.nextBoolean()) {
      return System.currentTimeMillis() / 1_000;
    }
    return LONG_AGO + random.nextInt(HOURS) * HOURS_APART * HOUR + random.nextLong(HOUR);
  }

  /** A measure as SQL has it; some are what the cleaning view rejects. */
  String measure() {
    if (random.nextInt(INVALID_IN) == 0) {
      return switch (random.nextInt(4)) {
        case 0 -> "NULL";
        case 1 -> "'NaN'";
        case 2 -> "-1.5";
        default -> "100";
      };
    }
    return within(0, 100);
  }

  /** A multiple of a power of two, so that sums are exact in any order. */
  String within(int least, int below) {
    double value = least + random.nextInt((below - least) * STEPS_PER_KWH) / (double) STEPS_PER_KWH;
    return String.format(Locale.ROOT, "%.10f", value);
  }

  static String time(long epochSecond) {
    return LocalDateTime.ofEpochSecond(epochSecond, 0, ZoneOffset.UTC) + "Z";
  }

  /** A row of an INSERT. */
  String values() {
    return "('" + time(second()) + "', " + device() + ", " + measure() + ")";
  }

  /** A row of a COPY. */
  String line() {
    String measure = measure().replace("NULL", "\\N").replace("'", "");
    return time(second()) + "\t" + device() + "\t" + measure + "\n";
  }

  SplittableRandom random() {
    return random;
  }
}
