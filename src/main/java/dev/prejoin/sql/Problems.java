package dev.prejoin.sql;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Collects what is wrong in a pipeline file, each with its place, the line and a caret under it.
 */
public final class Problems {
  private record Found(int line, int column, String message) {}

  private final Path file;
  private final List<String> lines;
  private final Places places;
  private final List<Found> found = new ArrayList<>();

  public Problems(Path file, String text) {
    this.file = file;
    this.lines = List.of(text.split("\n", -1));
    this.places = new Places(text);
  }

  /** Adds one at a line and column, both from 1. */
  public void add(int line, int column, String message) {
    found.add(new Found(line, column, message));
  }

  /** Adds one at an offset of the text. */
  public void add(int offset, String message) {
    add(places.line(offset), places.column(offset), message);
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** How many were added so far. */
  public int count() {
    return found.size();
  }

  /**
   * Throws if there are any.
   *
   * @throws ProblemException with all of them, in the order of the file, if there are any
   */
  public void throwIfAny() {
    if (!isEmpty()) {
      throw new ProblemException(
          ExitCode.CONFIGURATION,
          found.stream()
              .sorted(Comparator.comparingInt(Found::line).thenComparingInt(Found::column))
              .map(this::describe)
              .distinct()
              .toList());
    }
  }

  private String describe(Found problem) {
    String line = problem.line <= lines.size() ? lines.get(problem.line - 1).stripTrailing() : "";
    int before = Math.min(problem.column - 1, line.length());
    // Tabs stay tabs, so that the caret stands under its character whatever a tab is worth.
    String indent = line.substring(0, before).replaceAll("[^\t]", " ");
    return "%s:%d:%d: %s%n    %s%n    %s^"
        .formatted(file, problem.line, problem.column, problem.message, line, indent);
  }
}
