package dev.prejoin.console;

import dev.prejoin.runtime.Status;
import java.util.Collection;
import java.util.Comparator;

/**
 * How one component is.
 *
 * @param message what it does, waits for or failed with, in one line; may be empty
 */
public record ComponentState(String name, Status.State state, String message) {
  /** The worst state of all; without any component there is something to wait for. */
  static Status.State worst(Collection<ComponentState> components) {
    return components.stream()
        .map(ComponentState::state)
        .max(Comparator.comparingInt(ComponentState::badness))
        .orElse(Status.State.CREATED);
  }

  private static int badness(Status.State state) {
    return switch (state) {
      case RUNNING -> 0;
      case CREATED -> 1;
      case WAITING -> 2;
      case STOPPED -> 3;
      case FAILED -> 4;
    };
  }
}
