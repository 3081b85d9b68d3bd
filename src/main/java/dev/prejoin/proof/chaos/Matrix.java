package dev.prejoin.proof.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Fault by hop and phase: how often each happened while its phase was in flight. */
final class Matrix {
  private Matrix() {}

  /** The cells of the faults that happened whose phase was not met. */
  static List<Cell> empty(List<Outcome> outcomes) {
    Map<Cell, Integer> counts = counts(outcomes);
    Set<Fault> tried = outcomes.stream().map(Outcome::fault).collect(Collectors.toSet());
    return Cell.all().stream()
        .filter(cell -> tried.contains(cell.fault()) && !counts.containsKey(cell))
        .toList();
  }

  private static Map<Cell, Integer> counts(List<Outcome> outcomes) {
    Map<Cell, Integer> counts = new HashMap<>();
    outcomes.stream()
        .filter(Outcome::inFlight)
        .forEach(outcome -> counts.merge(outcome.parsedCell(), 1, Integer::sum));
    return counts;
  }

  static List<String> lines(List<Outcome> outcomes) {
    Map<Cell, Integer> counts = counts(outcomes);
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder(text("%-20s %-32s", "Hop", "Phase"));
    for (Fault fault : Fault.values()) {
      head.append(text(" %6s", fault.shortTitle()));
    }
    lines.add(head.toString());
    Hop hop = null;
    for (Phase phase : Phase.values()) {
      String title = phase.hop() == hop ? "" : phase.hop().title();
      hop = phase.hop();
      StringBuilder row = new StringBuilder(text("%-20s %-32s", title, phase.title()));
      for (Fault fault : Fault.values()) {
        Cell cell = new Cell(fault, phase);
        row.append(
            text(
                " %6s", cell.impossible().isPresent() ? "-" : count(counts.getOrDefault(cell, 0))));
      }
      lines.add(row.toString());
    }
    long empty = Cell.all().stream().filter(cell -> !counts.containsKey(cell)).count();
    lines.add(
        text("%d of %d cells are empty; - cannot be: %s", empty, Cell.all().size(), reason()));
    lines.add("C is the instance of prejoin, S the server");
    return lines;
  }

  private static String reason() {
    return new Cell(Fault.TAKE_OVER, Phase.SCHEMA_ASKED).impossible().orElse("");
  }

  private static String count(int count) {
    return count == 0 ? "." : Integer.toString(count);
  }

  private static String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
