package dev.prejoin.generate;

/**
 * How many readings are due. What a slow moment held up is made up for at no more than twice the
 * rate, and what is older than a few seconds is let go.
 */
public final class Pace {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double SECONDS_PER_MINUTE = 60;
  private static final double MOST_OWED_SECONDS = 5;
  private static final double CATCH_UP = 2;

  private final double rate;
  private long last;
  private double owed;

  /**
   * @param rate per second
   * @param now nanoseconds of any clock that never goes back
   */
  Pace(double rate, long now) {
    this.rate = rate;
    this.last = now;
  }

  /** So many a second, from now on. */
  public static Pace ofSecond(double rate) {
    return new Pace(rate, System.nanoTime());
  }

  /** So many a minute, from now on. */
  public static Pace ofMinute(int rate) {
    return ofSecond(rate / SECONDS_PER_MINUTE);
  }

  /** The number to write now; it counts as written. */
  public int due() {
    return due(System.nanoTime());
  }

  int due(long now) {
    double seconds = (now - last) / NANOS_PER_SECOND;
    last = now;
    owed = Math.min(owed + seconds * rate, MOST_OWED_SECONDS * rate + 1);
    // A rate below one per call must not be rounded to nothing for ever.
    double most = Math.max(seconds * rate * CATCH_UP, 1);
    int due = (int) Math.min(owed, most);
    owed -= due;
    return due;
  }
}
