package dev.prejoin.sink;

import java.time.Duration;

/**
 * When bases are folded.
 *
 * @param fewest below so many bases in force, an aggregate is left alone
 * @param rowsPerBase nor is it, while it has more rows of states than this for each of them: what a
 *     fold writes stays in proportion to what was corrected, and a lookup to what is read
 * @param rowsPerSlice how many rows of states are looked at together, at most
 * @param lookInterval how often that is asked
 * @param grace for how long a reader may take its pictures of the tables: what is folded is deleted
 *     after that
 */
public record FoldLimits(
    long fewest, long rowsPerBase, int rowsPerSlice, Duration lookInterval, Duration grace) {
  /** Limits that suit most. */
  public static final FoldLimits USUAL =
      new FoldLimits(10_000, 100, 500_000, Duration.ofSeconds(30), Duration.ofMinutes(10));

  boolean isDue(Foldable found) {
    return found.bases() >= fewest && found.rows() <= found.bases() * rowsPerBase;
  }
}
