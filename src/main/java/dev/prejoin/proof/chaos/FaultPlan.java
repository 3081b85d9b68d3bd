package dev.prejoin.proof.chaos;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The faults of a seed, in order. Each of its first ones is of a phase and a kind that came up
 * least, so that even a short run meets every phase and every kind; after as many faults as there
 * are cells none is left out. Then come those whose phase was not met, and so on.
 */
final class FaultPlan {
  private FaultPlan() {}

  /**
   * As many as are asked for.
   *
   * @param cells that may come
   * @param done what happened so far: it decides on what comes after each full round
   */
  static List<Cell> of(long seed, int faults, List<Cell> cells, List<Outcome> done) {
    Random random = new Random(seed);
    List<Cell> plan = new ArrayList<>();
    while (plan.size() < faults) {
      List<Cell> round = round(cells, random);
      Set<Cell> met =
          done.stream()
              .limit(plan.size())
              .filter(Outcome::inFlight)
              .map(Outcome::parsedCell)
              .collect(Collectors.toSet());
      // Sorting keeps the order of the round.
      round.sort(Comparator.comparing(met::contains));
      plan.addAll(round);
    }
    return List.copyOf(plan.subList(0, faults));
  }

  private static List<Cell> round(List<Cell> cells, Random random) {
    List<Cell> left = new ArrayList<>(cells);
    Collections.shuffle(left, random);
    Map<Phase, Integer> phases = new EnumMap<>(Phase.class);
    Map<Fault, Integer> faults = new EnumMap<>(Fault.class);
    Map<List<Object>, Integer> onHop = new HashMap<>();
    List<Cell> round = new ArrayList<>();
    while (!left.isEmpty()) {
      Cell next =
          Collections.min(
              left,
              Comparator.comparingInt(
                      (Cell cell) ->
                          Phase.values().length * phases.getOrDefault(cell.phase(), 0)
                              + Fault.values().length * faults.getOrDefault(cell.fault(), 0))
                  .thenComparingInt(cell -> phases.getOrDefault(cell.phase(), 0))
                  .thenComparingInt(
                      cell -> onHop.getOrDefault(List.of(cell.fault(), cell.hop()), 0)));
      left.remove(next);
      round.add(next);
      phases.merge(next.phase(), 1, Integer::sum);
      faults.merge(next.fault(), 1, Integer::sum);
      onHop.merge(List.of(next.fault(), next.hop()), 1, Integer::sum);
    }
    return round;
  }
}
