package dev.prejoin.sink;

import dev.prejoin.schema.BadRowException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** One partition that this process owns: what was read of it and has not landed. */
final class Shard {
  private final TopicPartition partition;
  private final Landing landing;
  private final Decoding decoding;
  private final String topicId;
  private final long doubtUntil;
  private Segment segment;
  private long landed;
  private long read;
  private Records records = new Records();
  private boolean stale;

  /** Decoded records, in order. */
  static final class Records {
    final List<Change> changes = new ArrayList<>();
    final List<RejectRow> rejects = new ArrayList<>();
    final List<Undecodable> undecodable = new ArrayList<>();

    int size() {
      return changes.size() + rejects.size() + undecodable.size();
    }
  }

  Shard(
      TopicPartition partition,
      Landing landing,
      Decoding decoding,
      String topicId,
      TakeOver takeOver) {
    this.partition = partition;
    this.landing = landing;
    this.decoding = decoding;
    this.topicId = topicId;
    this.segment = takeOver.segment();
    this.landed = takeOver.start();
    this.read = takeOver.start();
    this.doubtUntil = takeOver.doubtUntil();
  }

  void read(ConsumerRecord<byte[], byte[]> record) {
    if (record.offset() < read) {
      throw new IllegalStateException(
          partition + " was read to " + read + ", and gave offset " + record.offset() + " again");
    }
    read = record.offset() + 1;
    try {
      if (landing.kind() == Landing.Kind.REJECTS) {
        records.rejects.add(decoding.reject(record));
      } else {
        records.changes.add(decoding.change(record));
      }
    } catch (BadRowException e) {
      records.undecodable.add(new Undecodable(record, String.valueOf(e.getMessage())));
    }
  }

  /** Everything below the position was read, or is a marker of a transaction. */
  void readTo(long position) {
    read = position;
  }

  int waiting() {
    return records.size();
  }

  /** Whether there is something to land, or a doubt to end. */
  boolean due() {
    return records.size() > 0 || (landed < doubtUntil && read >= doubtUntil);
  }

  /** Takes what was read as a range of a batch. */
  ShardRange take() {
    ShardRange range = new ShardRange(this, landed, read, records, landed < doubtUntil);
    records = new Records();
    return range;
  }

  void landedTo(long position) {
    landed = position;
  }

  /** What Kafka is told before anything up to {@code end} is written. */
  OffsetAndMetadata intent(long end) {
    return new OffsetAndMetadata(
        landed, new Intent(topicId, segment, Math.max(end, doubtUntil)).metadata());
  }

  Done done(long position) {
    return new Done(partition.topic(), topicId, partition.partition(), position, segment);
  }

  Segment segment() {
    return segment;
  }

  Segment nextSegment() {
    segment = segment.next();
    return segment;
  }

  void stale(boolean value) {
    stale = value;
  }

  boolean stale() {
    return stale;
  }

  TopicPartition partition() {
    return partition;
  }

  Landing landing() {
    return landing;
  }
}
