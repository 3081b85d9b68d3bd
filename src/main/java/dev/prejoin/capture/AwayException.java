package dev.prejoin.capture;

/** A server does not answer now; waiting helps. The message is one line for a user. */
final class AwayException extends RuntimeException {
  AwayException(String message, Throwable cause) {
    super(message, cause);
  }

  AwayException(String message) {
    super(message);
  }

  /** The innermost message of a failure, as it tells most, in one line. */
  static String reason(Throwable failure) {
    Throwable deepest = failure;
    while (deepest.getCause() != null && deepest.getCause().getMessage() != null) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return message == null
        ? deepest.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }
}
