package dev.prejoin.generate;

/**
 * How much of what was written changes, in a minute each.
 *
 * @param updates facts whose measure is mended
 * @param deletes facts that are removed
 * @param metadataChanges rows that facts are joined with, and that change
 * @param late those that come only {@link #LATE_SECONDS} after facts that are joined with them
 */
public record ChangeRates(int updates, int deletes, int metadataChanges, int late) {
  /** How long facts come before what they are joined with. */
  public static final int LATE_SECONDS = 20;

  /** Whether nothing changes. */
  public boolean none() {
    return updates == 0 && deletes == 0 && metadataChanges == 0 && late == 0;
  }
}
