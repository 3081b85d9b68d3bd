package dev.prejoin.definition;

/** A statement cannot be read from this offset on. */
final class StatementException extends Exception {
  private final int offset;
  private final String description;

  StatementException(int offset, String description) {
    super(description);
    this.offset = offset;
    this.description = description;
  }

  int offset() {
    return offset;
  }

  String description() {
    return description;
  }
}
