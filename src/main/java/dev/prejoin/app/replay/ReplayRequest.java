package dev.prejoin.app.replay;

import java.time.Instant;
import java.util.Optional;

/**
 * What is to be replayed.
 *
 * @param kind what the records were put aside as
 * @param view only what this view rejected
 * @param rule only what failed this rule
 * @param since only what the source committed then or later
 */
public record ReplayRequest(
    Kind kind, Optional<String> view, Optional<String> rule, Optional<Instant> since) {
  /** What records are put aside as. */
  public enum Kind {
    REJECTS,
    DEAD_LETTERS
  }
}
