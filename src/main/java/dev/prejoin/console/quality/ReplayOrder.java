package dev.prejoin.console.quality;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to be sent again.
 *
 * @param view only what this view rejected
 * @param rule only what failed this rule
 * @param since only what the source committed then or later
 * @param dryRun whether nothing is sent
 */
public record ReplayOrder(
    Kind kind,
    @Nullable String view,
    @Nullable String rule,
    @Nullable Instant since,
    boolean dryRun) {
  /** What records were put aside as. */
  public enum Kind {
    REJECTS,
    DEAD_LETTERS
  }
}
