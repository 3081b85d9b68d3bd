package dev.prejoin.app.status;

import com.carrotsearch.hppc.LongHashSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Which changes of one partition of a source may not have landed: those that the topology had not
 * read, and those of whose results the sink had not landed one. Positions are asked for before
 * anything is read, first the topology's and then the sink's: what is behind neither has landed.
 */
final class OnTheWay {
  /** Nothing is. */
  static final OnTheWay NOTHING = new OnTheWay(Long.MAX_VALUE);

  private final long unread;
  private final LongHashSet unlanded = new LongHashSet();

  /**
   * @param unread the first offset of the source that the topology has not read
   */
  OnTheWay(long unread) {
    this.unread = unread;
  }

  /** Takes a record of the target that the sink has not landed. */
  void unlanded(ConsumerRecord<byte[], byte[]> record) {
    unlanded.add(Places.inSource(record));
  }

  /**
   * Whether a change is on its way.
   *
   * @param offset of its record
   * @param place the offset of the change, which is another one if the record was sent again
   */
  boolean has(long offset, long place) {
    return offset >= unread || unlanded.contains(place);
  }
}
