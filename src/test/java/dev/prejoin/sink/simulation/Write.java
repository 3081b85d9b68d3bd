package dev.prejoin.sink.simulation;

/**
 * One change in the source, or a record that comes along with such.
 *
 * @param key whose row, of the tables' keys
 * @param what happens to it
 * @param variant where the row lies then, of a few places, and what it says
 */
record Write(int key, What what, int variant) {
  /** What happens. */
  enum What {
    /** An insert if there is no such row, else an update. */
    PUT,
    DELETE,
    /** The row as it is, read again by a second snapshot. */
    READ_AGAIN,
    /** All rows go: a marker in every partition; of a dimension, a tombstone for each. */
    TRUNCATE,
    /** A second snapshot, in which some rows are no more, which nobody saw: markers end it. */
    SNAPSHOT_AGAIN,
    /** A row with a key that was never there: it is not changed again. */
    APPEND,
    /** An aggregate is made; if there is one, or in turn, one is asked to be counted anew. */
    FILL,
    /** A record whose bytes are no row. */
    JUNK,
    /** A row that a rule kept out. */
    REJECT,
    /** An insert or an update that a rule keeps out: of an earlier row, the end. */
    KEEP_OUT,
    /**
     * The last change of a row, sent again with its place: one that was kept out is let through, or
     * kept out once more; one that was let through comes twice.
     */
    REPLAY,
    /**
     * The end of a transaction, or a record of one that was aborted: an offset without a record.
     */
    GAP
  }

  @Override
  public String toString() {
    return what + " " + key + "/" + variant;
  }
}
