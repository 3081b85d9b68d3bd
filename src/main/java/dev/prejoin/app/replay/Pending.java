package dev.prejoin.app.replay;

import dev.prejoin.app.status.Places;
import dev.prejoin.schema.Origin;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeader;

/** A candidate with its record, on the way to its topic. */
final class Pending {
  private final Candidate candidate;
  private final ConsumerRecord<byte[], byte[]> record;
  private long offset = -1;

  Pending(Candidate candidate, ConsumerRecord<byte[], byte[]> record) {
    this.candidate = candidate;
    this.record = record;
  }

  Candidate candidate() {
    return candidate;
  }

  ConsumerRecord<byte[], byte[]> record() {
    return record;
  }

  long offset() {
    return offset;
  }

  void standsAt(long standsAt) {
    offset = standsAt;
  }

  /**
   * The same record with its place in the header, so that it is the same change wherever it goes,
   * and with the source's time, so that a reject keeps it.
   */
  ProducerRecord<byte[], byte[]> again() {
    Origin origin =
        new Origin(
            record.value() == null ? 'd' : 'u',
            Places.origin(record).incarnation(),
            Places.inSource(record),
            0,
            List.of());
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        record.timestamp() < 0 ? null : record.timestamp(),
        record.key(),
        record.value(),
        List.of(new RecordHeader(Origin.HEADER, origin.toBytes())));
  }
}
