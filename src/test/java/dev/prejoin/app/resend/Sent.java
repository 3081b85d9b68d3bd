package dev.prejoin.app.resend;

import dev.prejoin.app.status.Places;
import dev.prejoin.schema.Origin;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;

/** A record as it was read, to be sent again. */
final class Sent extends Resent {
  private final ConsumerRecord<byte[], byte[]> record;
  private final boolean lasts;

  Sent(ConsumerRecord<byte[], byte[]> record, boolean lasts) {
    this.record = record;
    this.lasts = lasts;
  }

  @Override
  public TopicPartition partition() {
    return new TopicPartition(record.topic(), record.partition());
  }

  @Override
  public byte[] key() {
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

  @Override
  public ProducerRecord<byte[], byte[]> again() {
    Origin origin = Origin.replayed('u', incarnation(), place());
    return new ProducerRecord<>(
        record.topic(),
        record.partition(),
        record.timestamp(),
        record.key(),
        record.value(),
        List.of(new RecordHeader(Origin.HEADER, origin.toBytes())));
  }
}
