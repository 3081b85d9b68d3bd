package dev.prejoin.topology;

/**
 * How far a dimension's store has come, told from the thread that fills it to those that look up in
 * it. Kafka Streams' own position of the store leaves out what was read at the start (4.2), is made
 * anew as a map for each who asks, and knows nothing of it where the store is restored past its
 * processor.
 */
final class DimensionPosition {
  private volatile long offset = -1;

  /** Everything up to this offset is in the store. */
  void reached(long newest) {
    offset = newest;
  }

  /** The offset of the dimension's topic that the store has reached; -1 before the first. */
  long offset() {
    return offset;
  }
}
