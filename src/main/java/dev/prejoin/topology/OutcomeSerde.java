package dev.prejoin.topology;

import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Writes an outcome's bytes as they are; reading is the decoding processors' work. */
final class OutcomeSerde {
  private OutcomeSerde() {}

  static <T extends Outcome> Serde<T> create() {
    return Serdes.serdeFrom(
        (topic, outcome) -> outcome == null ? null : outcome.bytes(),
        (topic, bytes) -> {
          throw new IllegalStateException("outcomes are only written");
        });
  }
}
