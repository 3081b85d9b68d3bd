package dev.prejoin.topology;

import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** What Kafka knows of sources and of how far they were read, beside {@link Progress}. */
@FunctionalInterface
public interface ReadBefore {
  /** Nobody has read anything: all results are new. */
  ReadBefore NOTHING = (source, partition) -> 0;

  /**
   * Records of the source's partition below this offset may have results already, of an application
   * that has left no {@link Progress}: one under another id, or of a version that kept none.
   */
  long upTo(String source, int partition);

  /**
   * Whether a partition of a topic of results has had any record, ever: one of a transaction that
   * was aborted counts, one of a transaction that is open does not.
   */
  default boolean hasResults(String target, int partition) {
    return false;
  }

  /**
   * Whether the application's consumers have no position in the source's partition, and find all
   * that it ever had.
   */
  default boolean willReadAll(String source, int partition) {
    return false;
  }

  /** Kafka's id of the source's topic as it is now: another one if it was made anew. */
  default Optional<Uuid> topicId(String source) {
    return Optional.empty();
  }

  /**
   * Where the source's partition begins, if the application's consumers have no position in it and
   * so will begin there; else 0.
   */
  default long beginsAnewAt(String source, int partition) {
    return 0;
  }
}
