package dev.prejoin.sink;

import dev.prejoin.schema.BadRowException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
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

  /** Never empty; the last is still read into. */
  private final Deque<Records> stretches = new ArrayDeque<>();

  private boolean stale;

  /** Decoded records, in order, that land together. */
  static final class Records {
    private final long from;

    /** Rows of a lower version are gone before these land. */
    Optional<Version> sweepBelow = Optional.empty();

    final List<Change> changes = new ArrayList<>();
    final List<RejectRow> rejects = new ArrayList<>();
    final List<Undecodable> undecodable = new ArrayList<>();

    private Records(long from) {
      this.from = from;
    }

    private int size() {
      return changes.size()
          + rejects.size()
          + undecodable.size()
          + (sweepBelow.isPresent() ? 1 : 0);
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
    stretches.add(new Records(takeOver.start()));
  }

  void read(ConsumerRecord<byte[], byte[]> record) {
    if (record.offset() < read) {
      throw new IllegalStateException(
          partition + " was read to " + read + ", and gave offset " + record.offset() + " again");
    }
    read = record.offset() + 1;
    if (record.offset() >= doubtUntil && stretches.getLast().from < doubtUntil) {
      // What an earlier owner promised is replayed by itself: folded with what comes after it, it
      // would leave out places in which that owner, should it wake, still writes.
      cut(record.offset());
    }
    try {
      Optional<Version> marker = decoding.marker(record);
      if (marker.isPresent()) {
        cut(record.offset());
        stretches.getLast().sweepBelow = marker;
        return;
      }
      Records records = stretches.getLast();
      if (landing.kind() == Landing.Kind.REJECTS) {
        records.rejects.add(decoding.reject(record));
      } else {
        records.changes.add(decoding.change(record));
      }
    } catch (BadRowException e) {
      stretches.getLast().undecodable.add(new Undecodable(record, String.valueOf(e.getMessage())));
    }
  }

  private void cut(long offset) {
    if (stretches.getLast().size() == 0) {
      stretches.removeLast();
    }
    stretches.add(new Records(offset));
  }

  /** Everything below the position was read, or is a marker of a transaction. */
  void readTo(long position) {
    read = position;
  }

  int waiting() {
    return stretches.stream().mapToInt(Records::size).sum();
  }

  /** Whether there is something to land, or a doubt to end. */
  boolean due() {
    return waiting() > 0 || (landed < doubtUntil && read >= doubtUntil);
  }

  /** Takes what was read, up to the next marker, as a range of a batch. */
  ShardRange take() {
    Records taken = stretches.removeFirst();
    if (stretches.isEmpty()) {
      stretches.add(new Records(read));
    }
    return new ShardRange(this, landed, stretches.getFirst().from, taken, landed < doubtUntil);
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
