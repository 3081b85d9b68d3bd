package dev.prejoin.picture;

/** The way of rows from one box to another. */
record Arrow(String from, String to, Kind kind) {

  /** What goes along it. */
  enum Kind {
    ROWS,
    LOOKUP,
    REJECTS
  }
}
