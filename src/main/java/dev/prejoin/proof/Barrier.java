package dev.prejoin.proof;

import java.util.Map;
import java.util.function.Consumer;

/** What tells of a run that goes on: the oracle knows nothing of how it works. */
public interface Barrier {
  /**
   * Where the topics of the sources end now: topic to partition to the offset behind its last
   * committed record.
   */
  Map<String, Map<Integer, Long>> ends();

  /**
   * Waits until all that the source database has committed by now has landed.
   *
   * @param progress told now and then what is waited for
   * @throws dev.prejoin.runtime.ProblemException if nothing moves on
   */
  void await(Consumer<String> progress);
}
