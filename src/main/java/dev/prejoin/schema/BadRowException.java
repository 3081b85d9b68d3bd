package dev.prejoin.schema;

/**
 * Bytes that are no row, or a value that its column cannot hold. The message is a reason that a
 * user reads in a dead letter; trying again does not help.
 */
public final class BadRowException extends RuntimeException {
  public BadRowException(String reason) {
    super(reason);
  }
}
