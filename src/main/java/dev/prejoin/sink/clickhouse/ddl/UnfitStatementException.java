package dev.prejoin.sink.clickhouse.ddl;

/** A statement that cannot be an aggregate. */
final class UnfitStatementException extends Exception {
  private final String place;
  private final String reason;

  /**
   * @param place file, line and column
   */
  UnfitStatementException(String place, String reason) {
    super(place + ": " + reason);
    this.place = place;
    this.reason = reason;
  }

  /** Where, what is wrong, and what to write, in a line. */
  String problem() {
    return place + ": " + reason;
  }
}
