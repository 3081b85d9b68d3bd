package dev.prejoin.console;

/**
 * Something that takes a while, and how far it is.
 *
 * @param name of the aggregate, the table or the views
 * @param detail more of what it is, for people; may be empty
 * @param done so much of it, in its unit
 * @param of how much there is in all, about; -1 if that is not known
 * @param perSecond over the last seconds; NaN when it was not measured
 * @param paused whether it rests until somebody lets it go on
 * @param waits what it waits for; empty if for nothing
 */
public record Work(
    Kind kind,
    String name,
    String detail,
    long done,
    long of,
    double perSecond,
    boolean paused,
    String waits) {
  /** What it is. */
  public enum Kind {
    /** A table of the source is read whole, in rows. */
    SNAPSHOT,
    /** A range of a table is read again, in rows. */
    BACKFILL,
    /** Rows are made anew by the definitions that views have now, in rows. */
    RESTATE,
    /** An aggregate is counted from all rows, in rows. */
    FILL,
    /** The bases of an aggregate are made one, in parts. */
    FOLD
  }
}
