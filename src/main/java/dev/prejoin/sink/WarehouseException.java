package dev.prejoin.sink;

import org.jspecify.annotations.Nullable;

/** The warehouse did not do what it was asked. */
public final class WarehouseException extends RuntimeException {
  /** How it failed. */
  public enum Kind {
    /** No connection came about: nothing was asked. */
    UNREACHABLE,
    /** The connection broke, or time ran out: what was asked may have been done. */
    INTERRUPTED,
    /** The server refused, with a code. */
    REFUSED
  }

  private final Kind kind;
  private final int code;

  /**
   * A failure.
   *
   * @param code the server's error code, or 0
   * @param message for a user: what could not be done, and what the server said
   */
  public WarehouseException(Kind kind, int code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.code = code;
  }

  public Kind kind() {
    return kind;
  }

  public int code() {
    return code;
  }
}
