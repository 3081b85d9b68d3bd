package dev.prejoin.console;

/** A query could not be answered, though all servers are there: its message says why. */
public final class QueryRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public QueryRefusedException(String reason) {
    super(reason);
  }

  public QueryRefusedException(String reason, Throwable cause) {
    super(reason, cause);
  }
}
