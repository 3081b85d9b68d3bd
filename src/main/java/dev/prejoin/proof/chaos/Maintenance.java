package dev.prejoin.proof.chaos;

/** What operators ask for while all runs. */
enum Maintenance {
  /** An aggregate is counted from all rows: a new one, a changed one, or one that is there. */
  FILL,
  /** An aggregate whose statement was changed is counted beside the one that is there. */
  REDEFINE,
  /** A range of keys is read again from the source. */
  BACKFILL,
  /** A view's rule was changed, and its rows of history go through it once more. */
  RESTATE
}
