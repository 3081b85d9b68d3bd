package dev.prejoin.generate;

/**
 * How much of what was written changes, in a minute each.
 *
 * @param updates readings whose measure is mended
 * @param deletes readings that are removed
 * @param metadataChanges devices that get another customer, building type or place, in turn
 * @param lateDevices devices that begin to send readings, {@link #LATE_SECONDS} before their
 *     metadata comes
 */
public record ChangeRates(int updates, int deletes, int metadataChanges, int lateDevices) {
  /** How long a device sends readings before its metadata comes, and for how long after that. */
  public static final int LATE_SECONDS = 20;

  /** Whether nothing changes. */
  public boolean none() {
    return updates == 0 && deletes == 0 && metadataChanges == 0 && lateDevices == 0;
  }
}
