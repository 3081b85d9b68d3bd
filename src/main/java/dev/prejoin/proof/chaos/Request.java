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
  /** A fill says from which segment on it counts. */
  FILL_BEGIN,
  /** A fill notes which buckets of a part are left. */
  FILL_FIND,
  /** A fill says that a part, or all, is counted. */
  FILL_RECORD,
  /** A changed aggregate is shown instead of the one before. */
  SHOW,
  /** A chunk of a range that is read again. */
  CHUNK,
  /** Rows that are sent as a view was changed. */
  PRODUCE_FOR_VIEWS,
  END_FOR_VIEWS,
  SCHEMA
}
