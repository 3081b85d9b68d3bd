package dev.prejoin.proof.bench.join;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * A backlog that a contender has drained.
 *
 * @param rows of the backlog
 * @param seconds from the first moment on until every table had all of them
 * @param cpuSeconds that each process took for it
 * @param bytes the most that each process held meanwhile
 * @param right whether the aggregates were what the same SQL says over the source
 */
record Drain(
    long rows,
    double seconds,
    Map<String, Double> cpuSeconds,
    Map<String, Long> bytes,
    boolean right) {
  private static final double MILLION = 1_000_000;

  Drain {
    cpuSeconds = new TreeMap<>(cpuSeconds);
    bytes = new TreeMap<>(bytes);
  }

  double rowsPerSecond() {
    return rows / seconds;
  }

  /** Of each process, and of all together, for a million rows. */
  Map<String, Double> cpuSecondsPerMillion() {
    Map<String, Double> each = new HashMap<>();
    cpuSeconds.forEach((process, cpu) -> each.put(process, cpu * MILLION / rows));
    each.put(
        JoinReport.ALL, cpuSeconds.values().stream().mapToDouble(c -> c).sum() * MILLION / rows);
    return each;
  }
}
