package dev.prejoin.app.replay;

import dev.prejoin.app.resend.Resent;
import dev.prejoin.app.status.Places;
import dev.prejoin.schema.Origin;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.jspecify.annotations.Nullable;

/** A candidate with its record, on the way to its topic. */
final class Pending extends Resent {
  private final Candidate candidate;
  private final ConsumerRecord<byte[], byte[]> record;
  private final boolean lasts;

  Pending(Candidate candidate, ConsumerRecord<byte[], byte[]> record, boolean lasts) {
    this.candidate = candidate;
    this.record = record;
    this.lasts = lasts;
  }

  Candidate candidate() {
    return candidate;
  }

  ConsumerRecord<byte[], byte[]> record() {
    return record;
  }

  @Override
  public TopicPartition partition() {
    return candidate.partition();
  }

  @Override
  public byte @Nullable [] key() {
    return record.key();
  }

  @Override
  public int incarnation() {
    return Places.origin(record).incarnation();
  }

  @Override
  public long place() {
    return Places.inSource(record);
  }

  @Override
  public boolean lasts() {
    return lasts;
  }

  /**
   * The same record with its place in the header, so that it is the same change wherever it goes,
   * and with the source's time, so that a reject keeps it.
   */
  @Override
  public ProducerRecord<byte[], byte[]> again() {
    Origin origin = Origin.replayed(record.value() == null ? 'd' : 'u', incarnation(), place());
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        record.timestamp() < 0 ? null : record.timestamp(),
        record.key(),
        record.value(),
        List.of(new RecordHeader(Origin.HEADER, origin.toBytes())));
  }
}
