package dev.prejoin.sink;

import java.util.Set;

/** What to do with a batch after a failure of the warehouse. */
enum Remedy {
  /** Do the same again: nothing of it can have been written. */
  RETRY,
  /** Write it as corrections, and count its buckets anew: some of it may be there. */
  REPLAY,
  /** As {@link #REPLAY}, in smaller requests. */
  SPLIT,
  /** End: waiting does not mend it. */
  STOP;

  /** What the batch was at when it failed. */
  enum Phase {
    /** Only reading, or writing what may be written twice. */
    HARMLESS,
    /** Writing rows that materialized views count. */
    WRITING
  }

  // ClickHouse's ErrorCodes.cpp; the numbers are part of its interface.
  private static final Set<Integer> NEEDS_A_PERSON =
      Set.of(
          16, // NO_SUCH_COLUMN_IN_TABLE
          36, // BAD_ARGUMENTS
          47, // UNKNOWN_IDENTIFIER
          53, // TYPE_MISMATCH
          60, // UNKNOWN_TABLE
          62, // SYNTAX_ERROR
          81, // UNKNOWN_DATABASE
          115, // UNKNOWN_SETTING
          164, // READONLY
          192, // UNKNOWN_USER
          193, // WRONG_PASSWORD
          194, // REQUIRED_PASSWORD
          452, // SETTING_CONSTRAINT_VIOLATION
          497, // ACCESS_DENIED
          516); // AUTHENTICATION_FAILED
  private static final Set<Integer> TOO_MUCH_AT_ONCE =
      Set.of(
          241, // MEMORY_LIMIT_EXCEEDED
          252); // TOO_MANY_PARTS, also for too many partitions in one insert

  static Remedy after(WarehouseException.Kind kind, int code, Phase phase) {
    return switch (kind) {
      case UNREACHABLE -> RETRY;
      case INTERRUPTED -> phase == Phase.WRITING ? REPLAY : RETRY;
      case REFUSED -> {
        if (NEEDS_A_PERSON.contains(code)) {
          yield STOP;
        }
        if (phase == Phase.HARMLESS) {
          yield RETRY;
        }
        yield TOO_MUCH_AT_ONCE.contains(code) ? SPLIT : REPLAY;
      }
    };
  }
}
