package dev.prejoin.proof.chaos;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/** A field of the matrix: a fault on a hop, in a phase of its work. */
record Cell(Fault fault, Phase phase) {

  /** All that can be. */
  static List<Cell> all() {
    List<Cell> cells = new ArrayList<>();
    for (Phase phase : Phase.values()) {
      for (Fault fault : EnumSet.allOf(Fault.class)) {
        Cell cell = new Cell(fault, phase);
        if (cell.impossible().isEmpty()) {
          cells.add(cell);
        }
      }
    }
    return cells;
  }

  /** Why it cannot be, or empty. */
  Optional<String> impossible() {
    if (fault == Fault.TAKE_OVER && hop() == Hop.REGISTRY) {
      return Optional.of("no instance owns the registry, so none takes it over");
    }
    return Optional.empty();
  }

  Hop hop() {
    return phase.hop();
  }

  /** As it is kept in the file of progress. */
  String id() {
    return fault.name() + "/" + phase.name();
  }

  /** The cell of an {@link #id}. */
  static Cell parse(String id) {
    String[] parts = id.split("/", -1);
    if (parts.length != 2) {
      throw new IllegalArgumentException("no cell: " + Arrays.toString(parts));
    }
    return new Cell(Fault.valueOf(parts[0]), Phase.valueOf(parts[1]));
  }
}
