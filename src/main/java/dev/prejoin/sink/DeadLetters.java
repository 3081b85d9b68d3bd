package dev.prejoin.sink;

import java.util.List;

/**
 * Keeps records that cannot be decoded, in {@code <topic>.dead-letters}: the bytes and headers as
 * they were, with the headers {@code reason} and {@code source}. A replay may send one twice; its
 * source tells.
 */
interface DeadLetters {
  String SUFFIX = ".dead-letters";

  /**
   * Returns once all are stored.
   *
   * @throws org.apache.kafka.common.KafkaException if they are not, or not certainly
   */
  void send(List<Undecodable> letters);
}
