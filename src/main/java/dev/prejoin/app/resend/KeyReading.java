package dev.prejoin.app.resend;

import java.nio.ByteBuffer;

/** By what keys of records are compared: one row has one key, however it is written. */
@FunctionalInterface
public interface KeyReading {
  /** For who has written nothing himself: the same bytes are the same key. */
  KeyReading BYTES = (topic, key) -> ByteBuffer.wrap(key);

  /** What equals another if the keys are the same. */
  Object read(String topic, byte[] key);
}
