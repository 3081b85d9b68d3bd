package dev.prejoin.proof.bench.join;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What each way from Kafka to the aggregates takes.
 *
 * @param rows of each backlog
 * @param rounds how often each contender drained one
 * @param dimensions a size of the dimension after the other
 */
public record JoinReport(long rows, int rounds, List<Dimension> dimensions) {
  /** All processes of a contender. */
  public static final String ALL = "all";

  public JoinReport {
    dimensions = List.copyOf(dimensions);
  }

  /**
   * One size of the dimension.
   *
   * @param devices how many rows it has
   * @param contenders in the order in which they are told
   */
  public record Dimension(long devices, List<Figures> contenders) {
    public Dimension {
      contenders = List.copyOf(contenders);
    }
  }

  /** Of several rounds. */
  public record Spread(double median, double least, double most) {
    static Spread of(List<Drain> drains, ToDoubleFunction<Drain> figure) {
      List<Double> sorted =
          drains.stream().map(figure::applyAsDouble).sorted(Comparator.naturalOrder()).toList();
      return new Spread(
          sorted.get(sorted.size() / 2), sorted.get(0), sorted.get(sorted.size() - 1));
    }
  }

  /**
   * What a contender took.
   *
   * @param rowsPerSecond from the first row to the last, all on this machine
   * @param cpuSecondsPerMillion by process, and of {@link #ALL}
   * @param bytes the most that each process held
   * @param right whether its aggregates were what the same SQL says over the source, each time
   */
  public record Figures(
      String contender,
      Spread rowsPerSecond,
      Map<String, Spread> cpuSecondsPerMillion,
      Map<String, Long> bytes,
      boolean right) {
    public Figures {
      cpuSecondsPerMillion = new TreeMap<>(cpuSecondsPerMillion);
      bytes = new TreeMap<>(bytes);
    }

    static Figures of(String contender, List<Drain> drains) {
      Map<String, Spread> cpu = new TreeMap<>();
      Map<String, Long> bytes = new TreeMap<>();
      for (String process : drains.get(0).cpuSecondsPerMillion().keySet()) {
        cpu.put(
            process,
            Spread.of(drains, drain -> drain.cpuSecondsPerMillion().getOrDefault(process, 0d)));
      }
      drains.forEach(
          drain -> drain.bytes().forEach((at, held) -> bytes.merge(at, held, Math::max)));
      return new Figures(
          contender,
          Spread.of(drains, Drain::rowsPerSecond),
          cpu,
          bytes,
          drains.stream().allMatch(Drain::right));
    }
  }

  /** Whether prejoin's aggregates were right, which is what the command is asked. */
  public boolean right() {
    return dimensions.stream()
        .flatMap(dimension -> dimension.contenders().stream())
        .filter(figures -> figures.contender().equals(Prejoin.NAME))
        .allMatch(Figures::right);
  }
}
