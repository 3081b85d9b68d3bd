package dev.prejoin.capture;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.util.Optional;
import java.util.UUID;

/**
 * Tells whether another capture of the same name took over. Kafka's fencing does not: a producer is
 * also fenced when its own transaction timed out, and may then go on.
 */
final class CaptureOwner {
  private final String capture;
  private final String id = UUID.randomUUID().toString();
  private volatile boolean claimed;

  CaptureOwner(String capture) {
    this.capture = capture;
  }

  String id() {
    return id;
  }

  /** From here on, a state with another owner means that this one was replaced. */
  void claimed() {
    claimed = true;
  }

  /**
   * Checks before taking over again, so that two captures do not fence each other for ever.
   *
   * @throws ProblemException if another capture took over
   */
  void refuseIfReplaced(Optional<CaptureState> stored) {
    if (claimed && stored.isPresent() && !stored.get().owner().equals(id)) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "another capture named "
              + capture
              + " took over; one is enough: stop one of the two, or name it differently");
    }
  }
}
