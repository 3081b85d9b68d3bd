package dev.prejoin.sink;

import dev.prejoin.schema.BadRowException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** One partition that this process owns: what was read of it and has not landed. */
final class Shard {
  private final TopicPartition partition;
  private final Landing landing;
  private final Decoding decoding;
  private final Supplier<RowBuffer> buffers;
  private final String topicId;
  private final long doubtUntil;
  private final List<OffsetRange> begun;

  /** Where what an earlier owner began begins and ends. */
  private final long[] ends;

  private Segment segment;
  private long landed;
  private long read;

  /** Never empty; the last is still read into. */
  private final Deque<ShardRecords> stretches = new ArrayDeque<>();

  /** This owner's first, if an earlier one may have left stale buckets. */
  private Segment inherited = Segment.NONE;

  /** The segment in which buckets were last touched, by this owner or perhaps by an earlier one. */
  private Segment touched = Segment.NONE;

  /** As the warehouse has it: no bucket is stale that was touched before. */
  private Segment clean;

  /** The last round that has counted all its buckets anew. */
  private Segment rebuilt = Segment.NONE;

  /**
   * Keys whose rows were deleted, each with the segment: they may still be counted, until a base
   * without them is in force.
   */
  private final Map<List<Object>, Segment> removed = new HashMap<>();

  private Done recorded;

  private boolean told = true;
  private long refused;

  /** The aggregates whose buckets this owner corrects with all that it writes. */
  private Set<String> aggregates = Set.of();

  Shard(
      TopicPartition partition,
      Landing landing,
      Decoding decoding,
      Supplier<RowBuffer> buffers,
      String topicId,
      TakeOver takeOver,
      long recorded,
      Segment clean) {
    this.partition = partition;
    this.landing = landing;
    this.decoding = decoding;
    this.buffers = buffers;
    this.topicId = topicId;
    this.segment = takeOver.segment();
    this.clean = clean;
    this.landed = takeOver.start();
    this.read = takeOver.start();
    this.doubtUntil = takeOver.doubtUntil();
    this.begun = takeOver.begun();
    this.ends =
        LongStream.concat(
                LongStream.of(doubtUntil),
                begun.stream().flatMapToLong(range -> LongStream.of(range.from(), range.to())))
            .toArray();
    this.recorded = done(recorded);
    stretches.add(records(takeOver.start()));
  }

  private ShardRecords records(long from) {
    return new ShardRecords(from, decoding, new RecordLog(partition), buffers.get());
  }

  void read(ConsumerRecord<byte[], byte[]> record) {
    if (record.offset() < read) {
      throw new IllegalStateException(
          partition + " was read to " + read + ", and gave offset " + record.offset() + " again");
    }
    read = record.offset() + 1;
    if (endsAStretch(record.offset())) {
      cut(record.offset());
    }
    try {
      Optional<Version> marker = decoding.marker(record);
      if (marker.isPresent()) {
        cut(record.offset());
        stretches.getLast().sweepBelow(marker.get());
        return;
      }
      if (landing.kind() == Landing.Kind.REJECTS) {
        stretches.getLast().addReject(record);
      } else {
        stretches.getLast().add(record);
      }
    } catch (BadRowException e) {
      if (!landing.kind().isOfSource()) {
        stretches.getLast().addUndecodable(record, e);
      }
    }
  }

  /**
   * What an earlier owner began is replayed as what it was: folded with what comes after it, it
   * would leave out rows that this owner, should it wake, still writes.
   */
  private boolean endsAStretch(long offset) {
    long from = stretches.getLast().from();
    for (long end : ends) {
      if (end > from && end <= offset) {
        return true;
      }
    }
    return false;
  }

  private void cut(long offset) {
    if (stretches.getLast().size() == 0) {
      stretches.removeLast();
    }
    stretches.add(records(offset));
  }

  /** Everything below the position was read, or is a marker of a transaction. */
  void readTo(long position) {
    read = position;
  }

  int waiting() {
    return stretches.stream().mapToInt(ShardRecords::size).sum();
  }

  /** Rows were too old to be taken. */
  void refuse(long rows) {
    refused += rows;
  }

  /** How many were, since this was asked last. */
  long refused() {
    long rows = refused;
    refused = 0;
    return rows;
  }

  /** Whether there is something to land, or a doubt to end. */
  boolean due() {
    if (inherits() && !isInDoubt(landed)) {
      return false;
    }
    ShardRecords first = stretches.getFirst();
    if (first.size() == 0) {
      return landed < doubtUntil && read >= doubtUntil;
    }
    return stretches.size() > 1
        || begun.stream().allMatch(range -> !range.contains(first.from()) || read >= range.to());
  }

  /** Takes what was read, up to the next marker, as a range of a batch. */
  ShardRange take() {
    ShardRecords taken = stretches.removeFirst();
    if (stretches.isEmpty()) {
      stretches.add(records(read));
    }
    return new ShardRange(this, landed, stretches.getFirst().from(), taken, landed < doubtUntil);
  }

  void landedTo(long position) {
    landed = position;
    recorded = done(Math.max(recorded.position(), position));
    told = false;
  }

  long landed() {
    return landed;
  }

  /** Whether an earlier owner may still write what comes after the position. */
  boolean isInDoubt(long position) {
    return position < doubtUntil;
  }

  /** Whether Kafka knows how far it has landed. */
  boolean told() {
    return told;
  }

  void tell() {
    told = true;
  }

  /** What Kafka is told before anything up to {@code end} is written, or when that has landed. */
  OffsetAndMetadata intent(long end) {
    List<OffsetRange> ranges = new ArrayList<>();
    if (end > landed) {
      ranges.add(new OffsetRange(landed, end));
    }
    begun.stream().filter(range -> range.from() >= Math.max(end, landed)).forEach(ranges::add);
    Intent intent = new Intent(topicId, segment, Math.max(end, doubtUntil), ranges);
    return new OffsetAndMetadata(landed, intent.metadata());
  }

  /** What the warehouse has recorded of it; if it has less by now, a backup was restored. */
  Done recorded() {
    return recorded;
  }

  Advance advance(long position) {
    return new Advance(recorded.position(), done(Math.max(recorded.position(), position)));
  }

  private Done done(long position) {
    return new Done(partition.topic(), topicId, partition.partition(), position, segment, clean);
  }

  Segment segment() {
    return segment;
  }

  Segment nextSegment() {
    segment = segment.next();
    return segment;
  }

  /** Buckets are about to be recorded as stale. */
  void touch() {
    touched = segment;
  }

  /** When it is taken over: the aggregates that there are. */
  void know(Set<String> names) {
    aggregates = Set.copyOf(names);
  }

  boolean knows(String aggregate) {
    return aggregates.contains(aggregate);
  }

  /** An earlier owner may have left stale buckets: before they are rebuilt, nothing new lands. */
  void inherit() {
    inherited = segment;
    touched = segment;
  }

  /** Whether that has not been done yet. */
  boolean inherits() {
    return clean.compareTo(inherited) < 0;
  }

  /** Whether buckets may wait to be counted anew. */
  boolean stale() {
    return !touched.equals(Segment.NONE) && touched.compareTo(clean) >= 0;
  }

  /** Its segment is recorded. */
  void segmentRecorded() {
    recorded = done(recorded.position());
  }

  /** All that a round has found was counted anew, and that is recorded. */
  void rebuilt(Segment round) {
    rebuilt = round;
  }

  /** Whether all buckets were counted anew that rows of a segment made stale. */
  boolean hasCounted(Segment written) {
    return written.compareTo(rebuilt.max(clean)) < 0;
  }

  /**
   * Whether rows have made buckets stale since a round began: one of the round's may be among them,
   * and is right only when it is counted once more.
   */
  boolean touchedSince(Segment round) {
    return touched.compareTo(round) > 0;
  }

  /** Whether that is still to be heard from the warehouse: a backup may be restored meanwhile. */
  boolean unconfirmed() {
    return rebuilt.compareTo(clean) > 0;
  }

  /** What the warehouse says. */
  void clean(Segment known) {
    clean = clean.max(known);
    removed.values().removeIf(since -> since.compareTo(clean) < 0);
  }

  Segment clean() {
    return clean;
  }

  void removed(List<Object> key) {
    removed.put(key, segment);
  }

  /** Whether rows of any key may still be counted, although they are deleted. */
  boolean mayStillCount() {
    return !removed.isEmpty();
  }

  /** Whether a row of the key may still be counted, although it is deleted. */
  boolean mayStillCount(List<Object> key) {
    return removed.containsKey(key);
  }

  String topicId() {
    return topicId;
  }

  TopicPartition partition() {
    return partition;
  }

  Landing landing() {
    return landing;
  }
}
