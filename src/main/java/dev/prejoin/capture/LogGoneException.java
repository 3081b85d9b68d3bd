package dev.prejoin.capture;

/**
 * What changed since the capture stopped can no longer be read. It waits until someone asks for the
 * tables anew: the server answers, so that this is told apart from its being away.
 */
final class LogGoneException extends AwayException {
  LogGoneException(String message) {
    super(message);
  }
}
