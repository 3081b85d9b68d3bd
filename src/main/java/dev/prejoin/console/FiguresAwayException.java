package dev.prejoin.console;

/** The figures cannot be had now, and a later try may help. The message is shown to people. */
public final class FiguresAwayException extends RuntimeException {
  /**
   * @param reason who does not answer, as a sentence without its full stop: "ClickHouse does not
   *     answer"
   */
  public FiguresAwayException(String reason) {
    super(reason);
  }

  public FiguresAwayException(String reason, Throwable cause) {
    super(reason, cause);
  }

  /** The message, which is never absent here. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
