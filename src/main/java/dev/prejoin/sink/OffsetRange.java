package dev.prejoin.sink;

/**
 * Offsets of one partition.
 *
 * @param from the first
 * @param to the one after the last
 */
record OffsetRange(long from, long to) {
  boolean contains(long offset) {
    return from <= offset && offset < to;
  }
}
