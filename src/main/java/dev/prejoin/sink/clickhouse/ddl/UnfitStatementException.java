package dev.prejoin.sink.clickhouse.ddl;

/** A statement that cannot be an aggregate. */
final class UnfitStatementException extends Exception {
  private final String reason;

  UnfitStatementException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** What is wrong and what to write, in a line. */
  String reason() {
    return reason;
  }
}
