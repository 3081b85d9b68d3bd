package dev.prejoin.sink.simulation;

/** Through what a process reaches a server. */
enum Port {
  POLL,
  COMMIT,
  /** Other questions to Kafka, and dead letters. */
  KAFKA,
  /** Rows into a table with materialized views. */
  INSERT,
  /** Any other statement that changes a table. */
  STATEMENT,
  SELECT;

  boolean isClickHouse() {
    return this == INSERT || this == STATEMENT || this == SELECT;
  }

  boolean changes() {
    return this == COMMIT || this == INSERT || this == STATEMENT;
  }
}
