package dev.prejoin.runtime;

/** A wait was ended because its component closes: what was begun is as if a crash had ended it. */
public final class StoppedException extends RuntimeException {
  public StoppedException(String whileWaitingFor) {
    super("stopped while waiting for " + whileWaitingFor);
  }
}
