package dev.prejoin.proof.chaos;

/** What goes over a connection, as far as a fault can be aimed at it. */
enum Request {
  /** A row in the stream of changes, within its transaction. */
  ROW,
  /** The end of a transaction in the stream of changes. */
  COMMIT,
  /** Capture tells PostgreSQL how far it has come. */
  ACKNOWLEDGE,
  PRODUCE,
  FETCH,
  END_TRANSACTION,
  TRANSACTION_OFFSETS,
  OFFSETS,
  /** What L3 holds for keys that may be there. */
  LOOK_UP,
  MARK_STALE,
  INSERT,
  DONE,
  BASE_STATES,
  IN_FORCE,
  SCHEMA
}
