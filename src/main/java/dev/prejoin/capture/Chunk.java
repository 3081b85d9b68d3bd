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
 */
record Chunk(
    String topic,
    List<ProducerRecord<byte[], byte[]>> rows,
    List<String> after,
    List<String> until,
    long expected,
    boolean last) {}
