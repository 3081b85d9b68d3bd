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

  /**
   * The position that was stored: the last event of a complete group.
   *
   * @param commit the last commit before its transaction in the stream; -1 if that is not known
   */
  record Reached(long lsn, long transaction, long commit) {
    /**
     * Whether the stream had an event before this position. Debezium finds the position again by
     * its LSN alone, which the end of an earlier commit and a message can have too: then it resumes
     * too early, with other transactions that committed in between. Commits are in their order, and
     * the changes of one transaction are.
     */
    private boolean isPast(long otherLsn, long otherTransaction, long commitBefore) {
      if (transaction < 0) {
        // Behind a message: Debezium goes on with whatever commits after it.
        return false;
      }
      return otherTransaction == transaction ? otherLsn <= lsn : commitBefore <= commit;
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

  /**
   * Takes the next event.
   *
   * @param commitBefore the last commit that the stream had before it; -1 if it had none yet
   * @return whether it is to be written, as it has not been before
   */
  boolean next(long eventLsn, long eventTransaction, long commitBefore, T offset) {
    if (reached != null && reached.isPast(eventLsn, eventTransaction, commitBefore)) {
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
