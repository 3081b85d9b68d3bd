package dev.prejoin.schema;

/**
 * Bytes that are no row, or a value that its column cannot hold. The message is a reason that a
 * user reads in a dead letter; trying again does not help.
 */
public final class BadRowException extends RuntimeException {
  /** A reason is a header of a record, which must not grow with the value that it names. */
  private static final int LONGEST = 700;

  public BadRowException(String reason) {
    super(reason.length() > LONGEST ? reason.substring(0, LONGEST) + "…" : reason);
  }
}
