package dev.prejoin.proof.bench;

import java.util.List;
import java.util.Map;

/**
 * What corrections took and cost.
 *
 * @param rate fresh rows a second while the times were measured
 * @param share corrections to a fresh row
 * @param fresh from a fresh row's commit to its being in the aggregates
 * @param corrections the same of each kind of correction, and of {@link #ALL} of them
 * @param between looks at a device that showed neither what held before nor what holds now, by kind
 * @param wrong looks at a device at rest that showed something else
 * @param looks how often the aggregates were asked
 * @param rounds rows a second of a backlog, without corrections and with them
 */
public record CorrectionsReport(
    int rate,
    double share,
    Latencies fresh,
    Map<String, Latencies> corrections,
    Map<String, Integer> between,
    int wrong,
    int looks,
    List<Round> rounds) {
  static final String ALL = "ALL";

  public CorrectionsReport {
    corrections = Map.copyOf(corrections);
    between = Map.copyOf(between);
    rounds = List.copyOf(rounds);
  }

  /** Rows a second, one after the other. */
  public record Round(double without, double with) {
    public double ratio() {
      return with / without;
    }
  }

  /** The median of the rounds' ratios; NaN without rounds. */
  public double ratio() {
    List<Double> ratios = rounds.stream().map(Round::ratio).sorted().toList();
    return ratios.isEmpty() ? Double.NaN : ratios.get(ratios.size() / 2);
  }
}
