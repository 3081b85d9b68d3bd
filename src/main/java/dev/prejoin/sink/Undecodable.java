package dev.prejoin.sink;

import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record whose bytes are no row, with the reason. */
record Undecodable(ConsumerRecord<byte[], byte[]> record, String reason) {
  String source() {
    return record.topic() + "-" + record.partition() + "@" + record.offset();
  }
}
