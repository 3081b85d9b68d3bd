package dev.prejoin.console.quality;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that takes a while and that somebody has asked for; the last ones are remembered until
 * the process ends.
 *
 * @param what it does, for people
 * @param order what was asked for
 * @param steps what is done
 * @param now what it is at
 * @param error why it failed; null unless it did
 * @param result what it found or did: {@link ReplayResult}, {@link BalanceResult} or {@link
 *     Verification}; null until it is done, and in lists
 */
public record Job(
    String id,
    Kind kind,
    String pipeline,
    String what,
    Object order,
    State state,
    Instant begun,
    @Nullable Instant ended,
    List<String> steps,
    String now,
    @Nullable String error,
    @Nullable Object result) {
  public Job {
    steps = List.copyOf(steps);
  }

  /** What it is. */
  public enum Kind {
    /** Rejects or dead letters are sent again. */
    REPLAY,
    /** What became of the rows of the sources is counted. */
    RECONCILIATION,
    /** What has landed is compared with what the SQL says over the source. */
    VERIFICATION
  }

  /** How far it is. */
  public enum State {
    RUNNING,
    DONE,
    FAILED,
    CANCELLED
  }

  /** The same for a list. */
  public Job withoutResult() {
    return new Job(id, kind, pipeline, what, order, state, begun, ended, steps, now, error, null);
  }
}
