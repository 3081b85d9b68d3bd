package dev.prejoin.plan;

import java.util.List;

/**
 * The parts of a view's statement that no step holds.
 *
 * @param with what WITH gives names, each as {@code expression AS name}
 * @param alias what the statement calls its input
 */
public record ViewText(List<String> with, String alias) {
  public ViewText {
    with = List.copyOf(with);
  }
}
