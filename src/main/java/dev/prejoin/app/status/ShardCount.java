package dev.prejoin.app.status;

import com.carrotsearch.hppc.LongHashSet;
import com.carrotsearch.hppc.cursors.LongCursor;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What one partition of a source has, and where that was found; all of it as offsets in it. */
final class ShardCount {
  private final long begin;
  private final OnTheWay onTheWay;
  private final LastChanges changes;
  private final LongHashSet landed = new LongHashSet();
  private final LongHashSet rejected = new LongHashSet();
  private final LongHashSet deadLetters = new LongHashSet();
  private LongHashSet before = new LongHashSet();
  private long end;

  /**
   * @param begin the first offset that the partition still has
   */
  ShardCount(long begin, boolean ignoreDeletes, OnTheWay onTheWay) {
    this.begin = begin;
    this.onTheWay = onTheWay;
    this.changes = new LastChanges(ignoreDeletes, onTheWay);
  }

  void changed(ConsumerRecord<byte[], byte[]> record) {
    changes.read(record);
  }

  /** What was read so far is to be found again. */
  void readTo(long offset) {
    end = offset;
    before = changes.toSet();
  }

  /** Rows of later changes belong to keys that have changed meanwhile. */
  void landed(long offset) {
    if (offset < end) {
      landed.add(offset);
    }
  }

  void rejected(long offset) {
    rejected.add(offset);
  }

  void deadLetter(long offset) {
    deadLetters.add(offset);
  }

  /**
   * The balance, once everything was read.
   *
   * @param filters whether a row can end without a trace
   */
  Balance balance(String source, String target, boolean filters) {
    LongHashSet now = changes.toSet();
    long inTable = 0;
    long byRule = 0;
    long aside = 0;
    long moved = 0;
    long waiting = 0;
    long unknown = 0;
    for (LongCursor each : before) {
      long offset = each.value;
      if (landed.contains(offset)) {
        inTable++;
      } else if (!now.contains(offset)) {
        moved++;
      } else if (rejected.contains(offset)) {
        byRule++;
      } else if (deadLetters.contains(offset)) {
        aside++;
      } else if (onTheWay.has(offset, offset)) {
        waiting++;
      } else {
        unknown++;
      }
    }
    return new Balance(
        source,
        target,
        before.size() - moved,
        inTable,
        byRule,
        aside,
        filters ? unknown : 0,
        waiting,
        filters ? 0 : unknown,
        surplus(),
        moved,
        begin == 0);
  }

  private long surplus() {
    long surplus = 0;
    for (LongCursor offset : landed) {
      if (offset.value >= begin
          && !before.contains(offset.value)
          && !changes.isEnding(offset.value)) {
        surplus++;
      }
    }
    return surplus;
  }
}
