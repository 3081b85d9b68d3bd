package dev.prejoin.sink;

import java.util.Map;

/** What to do with a batch after a failure of the warehouse. */
enum Remedy {
  /** Do the same again: nothing of it can have been written, or it may be written twice. */
  RETRY,
  /** As {@link #RETRY}, in smaller requests. */
  RETRY_SMALLER,
  /** Write it as corrections, and count its buckets anew: some of it may be there. */
  REPLAY,
  /** As {@link #REPLAY}, in smaller requests. */
  REPLAY_SMALLER,
  /** End: waiting does not mend it. */
  STOP;

  /** What the batch was at when it failed. */
  enum Phase {
    /** Only reading, or writing what may be written twice. */
    HARMLESS,
    /** Writing rows that materialized views count. */
    WRITING
  }

  /** What mends a refusal. */
  private enum Cure {
    /** It goes away by itself, or when someone sees to the server. Unknown codes are such. */
    TIME,
    /** It was too much at once. */
    LESS,
    /** A statement, a table or a right has to be changed. What was begun is replayed then. */
    A_PERSON
  }

  /**
   * ClickHouse's ErrorCodes.cpp; the numbers are part of its interface. A failed materialized view
   * has the code of its own cause, so that any code can mean: the rows are there, the aggregate is
   * not. That is why no code, of the server's alone, makes what was being written a {@link #RETRY}.
   */
  private static final Map<Integer, Cure> CURES =
      Map.ofEntries(
          // The statement does not fit the tables: it never began.
          Map.entry(16, Cure.A_PERSON), // NO_SUCH_COLUMN_IN_TABLE
          Map.entry(36, Cure.A_PERSON), // BAD_ARGUMENTS
          Map.entry(47, Cure.A_PERSON), // UNKNOWN_IDENTIFIER
          Map.entry(53, Cure.A_PERSON), // TYPE_MISMATCH
          Map.entry(60, Cure.A_PERSON), // UNKNOWN_TABLE
          Map.entry(62, Cure.A_PERSON), // SYNTAX_ERROR
          Map.entry(81, Cure.A_PERSON), // UNKNOWN_DATABASE
          Map.entry(115, Cure.A_PERSON), // UNKNOWN_SETTING
          // The user may not.
          Map.entry(164, Cure.A_PERSON), // READONLY: the user's profile, not the table
          Map.entry(192, Cure.A_PERSON), // UNKNOWN_USER
          Map.entry(193, Cure.A_PERSON), // WRONG_PASSWORD
          Map.entry(194, Cure.A_PERSON), // REQUIRED_PASSWORD
          Map.entry(452, Cure.A_PERSON), // SETTING_CONSTRAINT_VIOLATION
          Map.entry(497, Cure.A_PERSON), // ACCESS_DENIED
          Map.entry(516, Cure.A_PERSON), // AUTHENTICATION_FAILED
          // Half of it may fit.
          Map.entry(158, Cure.LESS), // TOO_MANY_ROWS: a limit of the profile
          Map.entry(159, Cure.LESS), // TIMEOUT_EXCEEDED: half of it takes half the time
          Map.entry(160, Cure.LESS), // TOO_SLOW
          Map.entry(241, Cure.LESS), // MEMORY_LIMIT_EXCEEDED
          Map.entry(252, Cure.LESS), // TOO_MANY_PARTS, also for too many partitions in one insert
          Map.entry(307, Cure.LESS), // TOO_MANY_BYTES
          // The server is busy, full or cut off from others.
          Map.entry(201, Cure.TIME), // QUOTA_EXCEEDED: until its interval is over
          Map.entry(202, Cure.TIME), // TOO_MANY_SIMULTANEOUS_QUERIES
          Map.entry(209, Cure.TIME), // SOCKET_TIMEOUT: between servers
          Map.entry(210, Cure.TIME), // NETWORK_ERROR: between servers
          Map.entry(242, Cure.TIME), // TABLE_IS_READ_ONLY: a replica without its Keeper
          Map.entry(243, Cure.TIME), // NOT_ENOUGH_SPACE
          Map.entry(285, Cure.TIME), // TOO_FEW_LIVE_REPLICAS
          Map.entry(286, Cure.TIME), // UNSATISFIED_QUORUM_FOR_PREVIOUS_WRITE
          Map.entry(319, Cure.TIME), // UNKNOWN_STATUS_OF_INSERT: says itself that it may be there
          Map.entry(999, Cure.TIME)); // KEEPER_EXCEPTION

  static Remedy after(WarehouseException.Kind kind, int code, Phase phase) {
    boolean writing = phase == Phase.WRITING;
    return switch (kind) {
      case UNREACHABLE -> RETRY;
      case INTERRUPTED -> writing ? REPLAY : RETRY;
      case REFUSED ->
          switch (CURES.getOrDefault(code, Cure.TIME)) {
            case TIME -> writing ? REPLAY : RETRY;
            case LESS -> writing ? REPLAY_SMALLER : RETRY_SMALLER;
            case A_PERSON -> STOP;
          };
    };
  }

  boolean replays() {
    return this == REPLAY || this == REPLAY_SMALLER;
  }

  boolean isSmaller() {
    return this == RETRY_SMALLER || this == REPLAY_SMALLER;
  }
}
