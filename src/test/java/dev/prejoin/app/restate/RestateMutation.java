package dev.prejoin.app.restate;

/** Mistakes that restating could make; the simulation must find each. */
enum RestateMutation {
  NONE,
  /** It does not wait until the tasks know the changes. */
  TASKS_NOT_AWAITED,
  /** It does not wait until what was looked up before has landed. */
  LANDING_NOT_AWAITED,
  /** It sends rows although their keys have changed meanwhile. */
  CONFLICTS_IGNORED,
  /** It looks for changes only behind what stands there when it sends, not when it read. */
  KNOWN_TOO_LATE,
  /** What a predecessor had begun to send when it died stays open. */
  LEFT_OPEN,
  /** It says that a part is done before its rows are sent. */
  POSITION_TOLD_TOO_EARLY,
  /** A task tells of a dimension before the rows that it looked up earlier are committed. */
  TOLD_UNCOMMITTED,
  /** A row that was looked up while the dimension was empty does not count as one. */
  LOOKUP_IN_NOTHING_FORGOTTEN,
  /** A task that was taken over may look up in an older dimension than before. */
  DIMENSION_GOES_BACK,
  /** A change that was taken back before it landed counts as none. */
  THERE_AND_BACK_IS_NO_CHANGE
}
