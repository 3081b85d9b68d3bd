package dev.prejoin.app.replay;

import java.util.BitSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A record of a source that was put aside, and what becomes of it in a replay. */
final class Candidate {
  /** What is known of it. */
  enum State {
    /** The source's topic has not shown it. */
    NOT_FOUND,
    /** It is the last change of its row. */
    LAST,
    /** Its row has a later change. */
    CHANGED,
    /** Its row was ended together with all others. */
    ENDED
  }

  private final TopicPartition partition;
  private final long place;

  /** The views that put it aside, by their numbers. */
  private final BitSet views = new BitSet();

  private State state = State.NOT_FOUND;
  private long lastPlace;
  private int incarnation;
  private long readAt = -1;
  private long sentAt = -1;

  Candidate(TopicPartition partition, long place) {
    this.partition = partition;
    this.place = place;
    this.lastPlace = place;
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

  /** The place of its row's last change: its own, unless the row has changed since. */
  long lastPlace() {
    return lastPlace;
  }

  /** Of the last change. */
  int incarnation() {
    return incarnation;
  }

  /** The offset at which the topic has the last change; another than its place, if replayed. */
  long readAt() {
    return readAt;
  }

  /** The offset at which the last change was sent again; -1 if it was not. */
  long sentAt() {
    return sentAt;
  }

  boolean isSent() {
    return sentAt >= 0;
  }

  /** The topic has this as the last change of its row. */
  void last(ConsumerRecord<byte[], byte[]> record, long recordPlace, int recordIncarnation) {
    readAt = record.offset();
    lastPlace = recordPlace;
    incarnation = recordIncarnation;
    if (!isSent()) {
      state = recordPlace == place ? State.LAST : State.CHANGED;
    }
  }

  void ended() {
    if (!isSent()) {
      state = State.ENDED;
    }
  }

  void sent(long offset) {
    sentAt = offset;
  }

  @Override
  public String toString() {
    return partition + "@" + place;
  }
}
