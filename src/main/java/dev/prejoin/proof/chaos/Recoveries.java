package dev.prejoin.proof.chaos;

import java.util.List;
import java.util.Locale;

/**
 * How long it took to catch up.
 *
 * @param what was hit
 * @param targetSeconds what is to be reached, or 0
 * @param seconds of each, in order of size
 */
record Recoveries(String what, double targetSeconds, List<Double> seconds) {
  Recoveries {
    seconds = seconds.stream().sorted().toList();
  }

  double median() {
    return seconds.get(seconds.size() / 2);
  }

  double worst() {
    return seconds.get(seconds.size() - 1);
  }

  private long within() {
    return seconds.stream().filter(second -> second <= targetSeconds).count();
  }

  String text() {
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
