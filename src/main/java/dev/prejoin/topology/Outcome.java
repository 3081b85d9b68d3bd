package dev.prejoin.topology;

import dev.prejoin.schema.Origin;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a record at a step: a change that goes on, a reject or a dead letter. Each has
 * the bytes to write and stays in the partition it came from, whatever the step does to the row.
 * Outcomes are never compared, so their arrays are not in the way.
 */
@SuppressWarnings("ArrayRecordComponent")
sealed interface Outcome {
  byte @Nullable [] bytes();

  int partition();

  /**
   * A version of a row; without a row, its end, or that of all rows if it is a marker's.
   *
   * @param bytes the row as its topic has it, so that it is encoded once
   */
  record Change(Object @Nullable [] row, byte @Nullable [] bytes, Origin origin, int partition)
      implements Outcome {
    Change withoutRow() {
      return new Change(null, null, origin, partition);
    }
  }

  /** A row that failed a rule, as it was before the view. */
  record Reject(byte @Nullable [] bytes, int partition) implements Outcome {}

  /** A record that is no row, as it was. */
  record DeadLetter(byte @Nullable [] bytes, int partition) implements Outcome {}
}
