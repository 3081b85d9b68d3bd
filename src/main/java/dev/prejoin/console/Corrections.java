package dev.prejoin.console;

/**
 * What changed of rows that had landed before, since this run's start; rates are of the last
 * seconds, NaN when they were not measured.
 *
 * <p>Rows are those of the tables that no view reads, where they are joined last; one that changes
 * more than once within a batch of the sink counts once, and one that is read again and is the same
 * does not count.
 *
 * @param mended rows of facts that were updated, or are there again
 * @param removed rows of facts that were deleted, or that a rule keeps out since
 * @param restated rows that were made again, as metadata came late, changed or went, or a view is
 *     defined otherwise
 * @param buckets of aggregates that were counted anew, each as often as it was
 * @param waitingKeys of dimensions that have changed, with rows that may not tell so yet
 * @param refused rows that were older than their table keeps, since ever: their buckets are frozen
 */
public record Corrections(
    Count mended, Count removed, Count restated, Count buckets, long waitingKeys, long refused) {
  /** Nothing was corrected. */
  public static final Corrections NONE =
      new Corrections(Count.NONE, Count.NONE, Count.NONE, Count.NONE, 0, 0);

  /** Rows that were corrected, for whatever reason. */
  public long rows() {
    return mended.all() + removed.all() + restated.all();
  }

  /** How many there were, and how many in a second. */
  public record Count(long all, double perSecond) {
    static final Count NONE = new Count(0, Double.NaN);
  }
}
