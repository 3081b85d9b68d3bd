package dev.prejoin.topology;

import dev.prejoin.schema.Origin;
import java.util.Set;
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
   * @param replayed whether its change was read before, and something may have been put aside then
   * @param views the targets of those views for whose sake it is sent again, as their definitions
   *     have changed; empty for all other changes
   */
  record Change(
      Object @Nullable [] row,
      byte @Nullable [] bytes,
      Origin origin,
      int partition,
      boolean replayed,
      Set<String> views)
      implements Outcome {
    public Change {
      views = Set.copyOf(views);
    }

    Change at(long position) {
      return new Change(row, bytes, origin.moved(position), partition, replayed, views);
    }

    Change withoutRow() {
      return new Change(null, null, origin, partition, replayed, views);
    }
  }

  /** A row that failed a rule, as it was before the view; without bytes also the end of one. */
  record Reject(byte @Nullable [] bytes, int partition) implements Outcome {}

  /** The end of a dead letter: the record was replayed, and comes this far. */
  record Cleared(int partition) implements Outcome {
    @Override
    public byte @Nullable [] bytes() {
      return null;
    }
  }

  /** How new the dimensions are in which a view looks rows up from now on. */
  record LookedUp(byte[] bytes) implements Outcome {
    @Override
    public int partition() {
      return 0;
    }
  }

  /** By which definition a view's rows are made from now on. */
  record Defined(byte[] bytes) implements Outcome {
    @Override
    public int partition() {
      return 0;
    }
  }

  /** A record that is no row, as it was. */
  record DeadLetter(byte @Nullable [] bytes, int partition) implements Outcome {}
}
