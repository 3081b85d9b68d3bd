package dev.prejoin.capture;

import org.jspecify.annotations.Nullable;

/**
 * Which change events to write and which source offset to store, so that each is written once
 * whatever crashes. Several events can share one LSN (COPY, a change of a primary key), and
 * Debezium resumes after the whole LSN: so the offset to store is that of the last complete group,
 * and with it goes how many events of the open group are written; those are skipped on restart.
 *
 * @param <T> what stands for an event's offset
 */
final class LsnGroups<T> {
  /** How many events of a group are written: those of one LSN in one transaction. */
  record Open(long lsn, long transaction, int count) {
    private boolean isOf(long otherLsn, long otherTransaction) {
      return lsn == otherLsn && transaction == otherTransaction;
    }
  }

  /** The position that was stored: the last event of a complete group. */
  record Reached(long lsn, long transaction) {
    /** Within a transaction, the log tells changes in their order. */
    private boolean isPast(long otherLsn, long otherTransaction) {
      return transaction >= 0 && transaction == otherTransaction && otherLsn <= lsn;
    }
  }

  private final @Nullable Reached reached;
  private @Nullable T complete;
  private @Nullable T last;
  private final @Nullable Open written;
  private long lsn;
  private long transaction;
  private int count;

  /**
   * @param reached the position that was stored, if any
   * @param written the open group that was stored, if any
   */
  LsnGroups(@Nullable Reached reached, @Nullable Open written) {
    this.reached = reached;
    this.written = written;
  }

  /** Takes the next event; returns whether it is to be written, as it has not been before. */
  boolean next(long eventLsn, long eventTransaction, T offset) {
    // A message of the log can have the position of the change behind it, and then Debezium takes
    // the one for the other and resumes too early in a transaction.
    if (reached != null && reached.isPast(eventLsn, eventTransaction)) {
      return false;
    }
    if (last == null || eventLsn != lsn || eventTransaction != transaction) {
      if (last != null) {
        complete = last;
      }
      lsn = eventLsn;
      transaction = eventTransaction;
      count = 0;
    }
    last = offset;
    count++;
    return count > alreadyWritten();
  }

  private int alreadyWritten() {
    return written != null && written.isOf(lsn, transaction) ? written.count() : 0;
  }

  /** The last event of the last complete group, or null if none was completed since the start. */
  @Nullable T complete() {
    return complete;
  }

  /** What to store of the group that is open. */
  @Nullable Open open() {
    if (last == null) {
      return written;
    }
    // A batch can end while events are still being skipped: then as many as before are written.
    return new Open(lsn, transaction, Math.max(count, alreadyWritten()));
  }
}
