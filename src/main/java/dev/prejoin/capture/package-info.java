/**
 * Tables of PostgreSQL become change topics: the embedded Debezium engine reads, and each batch and
 * its source offset are one Kafka transaction. The only room that knows Debezium.
 */
@NullMarked
package dev.prejoin.capture;

import org.jspecify.annotations.NullMarked;
