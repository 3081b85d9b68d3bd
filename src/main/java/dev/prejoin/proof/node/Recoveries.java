package dev.prejoin.proof.node;

import java.util.List;
import java.util.Locale;

/**
 * How long it took to catch up.
 *
 * @param what was hit
 * @param targetSeconds what is to be reached, or 0
 * @param seconds of each, in order of size
 */
public record Recoveries(String what, double targetSeconds, List<Double> seconds) {
  public Recoveries {
    seconds = seconds.stream().sorted().toList();
  }

  /** Rows that are no later than so many seconds are as before, wherever they usually are. */
  public static final double CALM_SECONDS = 1;

  private static final double AS_USUAL = 1.5;

  /**
   * How late rows may be, in seconds, to count as before.
   *
   * @param usual how late they usually are, which swings
   */
  public static double asBefore(double usual) {
    return Math.max(CALM_SECONDS, AS_USUAL * usual);
  }

  /** In seconds. */
  public double median() {
    return seconds.get(seconds.size() / 2);
  }

  /** In seconds. */
  public double worst() {
    return seconds.get(seconds.size() - 1);
  }

  /** The line above. */
  public static String heading() {
    return String.format(
        Locale.ROOT,
        "%-28s %5s %10s %10s   %s",
        "Caught up after",
        "times",
        "median s",
        "worst s",
        "target");
  }

  private long within() {
    return seconds.stream().filter(second -> second <= targetSeconds).count();
  }

  /** A line of a table. */
  public String text() {
    return String.format(
        Locale.ROOT,
        "%-28s %5d %10.1f %10.1f   %s",
        what,
        seconds.size(),
        median(),
        worst(),
        targetSeconds == 0
            ? ""
            : String.format(
                Locale.ROOT, "%.0f s: %d of %d", targetSeconds, within(), seconds.size()));
  }
}
