package dev.prejoin.console.quality;

/** A job cannot begin now, or not here: the message says why. */
public final class JobRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public JobRefusedException(String reason) {
    super(reason);
  }
}
