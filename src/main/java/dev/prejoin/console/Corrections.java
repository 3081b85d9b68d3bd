package dev.prejoin.console;

import java.util.List;

/**
 * What changed of rows that had landed before, since this run's start; rates are of the last
 * seconds, NaN when they were not measured.
 *
 * @param mended rows of facts that were updated
 * @param removed rows of facts that were deleted, or that a rule keeps out since
 * @param restated rows that were made again, as metadata came late, changed or went
 * @param buckets that were counted anew
 * @param waitingKeys of dimensions that have changed, with rows that do not tell so yet
 * @param refused rows that were older than their table keeps, since ever: their buckets are frozen
 * @param fillings aggregates that are being counted from all rows
 */
public record Corrections(
    Count mended,
    Count removed,
    Count restated,
    Count buckets,
    long waitingKeys,
    long refused,
    List<Filling> fillings) {
  /** Nothing was corrected. */
  public static final Corrections NONE =
      new Corrections(Count.NONE, Count.NONE, Count.NONE, Count.NONE, 0, 0, List.of());

  public Corrections {
    fillings = List.copyOf(fillings);
  }

  /** Rows that were corrected, for whatever reason. */
  public long rows() {
    return mended.all() + removed.all() + restated.all();
  }

  /** How many there were, and how many in a second. */
  public record Count(long all, double perSecond) {
    static final Count NONE = new Count(0, Double.NaN);
  }

  /**
   * How far an aggregate is.
   *
   * @param rows in its table
   * @param counted how many of them are, about
   * @param paused whether nothing is counted for now
   */
  public record Filling(String aggregate, long rows, long counted, boolean paused) {}
}
