package dev.prejoin.app.definitions;

import java.util.Set;
import java.util.TreeSet;

/**
 * That rows of a source are to go through views once more, as their definitions have changed.
 *
 * @param id another one for each request
 * @param targets of the views
 * @param paused whether it waits to be asked for once more
 */
public record RestateRequest(String id, Set<String> targets, boolean paused) {
  public RestateRequest {
    targets = new TreeSet<>(targets);
  }

  /** The same, paused. */
  public RestateRequest pausedNow() {
    return new RestateRequest(id, targets, true);
  }
}
