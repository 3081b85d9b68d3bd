package dev.prejoin.app.replay;

import java.util.BitSet;
import org.apache.kafka.common.TopicPartition;

/** A record of a source that was put aside, and what becomes of it in a replay. */
final class Candidate {
  /** What is known of it. */
  enum State {
    /** The source's topic has not shown it. */
    NOT_FOUND,
    /** It is the last change of its row. */
    LAST,
    /** Its row has changed since, or has ended. */
    CHANGED,
    /** It was sent again. */
    SENT
  }

  private final TopicPartition partition;
  private final long place;

  /** The views that put it aside, by their numbers. */
  private final BitSet views = new BitSet();

  private State state = State.NOT_FOUND;
  private int incarnation;
  private long readAt = -1;
  private long sentAt = -1;

  Candidate(TopicPartition partition, long place) {
    this.partition = partition;
    this.place = place;
  }

  TopicPartition partition() {
    return partition;
  }

  long place() {
    return place;
  }

  BitSet views() {
    return views;
  }

  State state() {
    return state;
  }

  int incarnation() {
    return incarnation;
  }

  /** The last offset at which the topic has it: it may have been replayed before. */
  long readAt() {
    return readAt;
  }

  /** The offset at which it was sent again; -1 if it was not. */
  long sentAt() {
    return sentAt;
  }

  void found(long offset, int foundIncarnation) {
    readAt = offset;
    incarnation = foundIncarnation;
    if (state == State.NOT_FOUND) {
      state = State.LAST;
    }
  }

  void changed() {
    if (state == State.LAST) {
      state = State.CHANGED;
    }
  }

  void sent(long offset) {
    sentAt = offset;
    state = State.SENT;
  }

  @Override
  public String toString() {
    return partition + "@" + place;
  }
}
