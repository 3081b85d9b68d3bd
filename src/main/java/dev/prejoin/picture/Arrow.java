package dev.prejoin.picture;

/** The way of rows from one box to another. */
record Arrow(String from, String to, Kind kind) {

  /** What goes along it. */
  enum Kind {
    ROWS,
    LOOKUP,
    REJECTS
  }

  /** Whether facts go on along it to the next view. */
  boolean isMainWay() {
    return kind == Kind.ROWS && (to.startsWith("view ") || from.startsWith("view "));
  }
}
