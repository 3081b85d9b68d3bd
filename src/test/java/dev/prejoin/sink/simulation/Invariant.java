package dev.prejoin.sink.simulation;

/** What must hold. Those of readers are checked after every statement that changes a table. */
enum Invariant {
  /** No reader ever sees a row counted twice in one bucket. */
  COUNTED_ONCE,
  /** A bucket that only ever got new rows never shows fewer than it did, let alone none. */
  NEVER_LESS,
  /** A row that stays in its bucket is never missing there, whatever is corrected or counted. */
  NEVER_MISSING,
  /** No reader sees a row before the source has committed it. */
  NEVER_TOO_MANY,
  /** No two writers ever use one segment of a shard. */
  SEGMENT_HAS_ONE_OWNER,
  /** What is recorded as done is in the table. */
  DONE_HAS_LANDED,
  /** At rest, the table's rows are the source's, key by key. */
  ROWS_EXACT,
  /** At rest, each bucket's answer is what its rows say. */
  BUCKETS_EXACT,
  /** At rest, each rejected row is there once. */
  REJECTS_EXACT,
  /** At rest, each record that cannot be decoded is in the dead letters. */
  DEAD_LETTERS_COMPLETE,
  /** After the last fault, everything lands within a bounded number of turns. */
  COMES_TO_REST,
  /** The sink never ends by itself. */
  NEVER_GIVES_UP
}
