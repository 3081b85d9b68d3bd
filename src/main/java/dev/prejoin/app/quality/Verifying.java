package dev.prejoin.app.quality;

import dev.prejoin.console.quality.Verification;
import dev.prejoin.console.quality.VerifyOrder;

/**
 * Compares what has landed with what the SQL says over the source. What does so may share no code
 * with a run, so it is handed in by who starts one.
 */
@FunctionalInterface
public interface Verifying {
  /**
   * Compares once.
   *
   * @param pipeline its name
   * @throws dev.prejoin.runtime.ProblemException if it cannot be done
   */
  Verification verify(String pipeline, VerifyOrder order, JobProgress progress);
}
