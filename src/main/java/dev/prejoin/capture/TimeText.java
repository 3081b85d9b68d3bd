package dev.prejoin.capture;

/**
 * Times of day as PostgreSQL writes them: 24:00:00 is one, and a fraction has no zeros at its end.
 */
final class TimeText {
  private static final long MICROS_PER_SECOND = 1_000_000;
  private static final int SECONDS_PER_MINUTE = 60;
  private static final int SECONDS_PER_HOUR = 3_600;

  private TimeText() {}

  static String ofMicros(long micros) {
    long seconds = micros / MICROS_PER_SECOND;
    long fraction = micros % MICROS_PER_SECOND;
    String text =
        "%02d:%02d:%02d"
            .formatted(
                seconds / SECONDS_PER_HOUR,
                seconds % SECONDS_PER_HOUR / SECONDS_PER_MINUTE,
                seconds % SECONDS_PER_MINUTE);
    return fraction == 0 ? text : text + ("." + "%06d".formatted(fraction)).replaceAll("0+$", "");
  }
}
