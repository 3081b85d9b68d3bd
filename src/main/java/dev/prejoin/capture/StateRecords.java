package dev.prejoin.capture;

import org.apache.kafka.clients.producer.ProducerRecord;

/** The records of a capture's state. */
final class StateRecords {
  private final String topic;
  private final byte[] key;

  StateRecords(CaptureSettings settings) {
    topic = settings.offsetsTopic();
    key = StateTopic.key(settings.name());
  }

  ProducerRecord<byte[], byte[]> of(CaptureState state) {
    return new ProducerRecord<>(topic, StateTopic.partition(), key, state.toBytes());
  }

  /** The end of a request that was taken up. */
  ProducerRecord<byte[], byte[]> taken(byte[] request) {
    return new ProducerRecord<>(topic, StateTopic.partition(), request, null);
  }
}
