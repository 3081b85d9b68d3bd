package dev.prejoin.capture;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Some rows of a table, as one snapshot of PostgreSQL saw them.
 *
 * @param topic where they go
 * @param rows in the order of the primary key
 * @param after the key of the last row, as PostgreSQL writes it
 * @param until the last key to read
 * @param expected how many rows the table has, as PostgreSQL estimates; -1 if it does not know
 * @param last whether no row comes after them
 * @param backfill the id of the range's reading that it is of; empty for one of a snapshot
 * @param failure why the range cannot be read; else empty
 */
record Chunk(
    String topic,
    List<ProducerRecord<byte[], byte[]>> rows,
    List<String> after,
    List<String> until,
    long expected,
    boolean last,
    String backfill,
    String failure) {
  /** One of a snapshot. */
  Chunk(
      String topic,
      List<ProducerRecord<byte[], byte[]>> rows,
      List<String> after,
      List<String> until,
      long expected,
      boolean last) {
    this(topic, rows, after, until, expected, last, "", "");
  }

  /** One of a range that is read again. */
  static Chunk ofBackfill(
      String topic,
      List<ProducerRecord<byte[], byte[]>> rows,
      List<String> after,
      List<String> until,
      String id,
      boolean last) {
    return new Chunk(topic, rows, after, until, -1, last, id, "");
  }

  /** That a range cannot be read. */
  static Chunk failed(String topic, List<String> after, String id, String why) {
    return new Chunk(topic, List.of(), after, List.of(), -1, true, id, why);
  }
}
