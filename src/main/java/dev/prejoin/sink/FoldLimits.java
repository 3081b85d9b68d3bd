package dev.prejoin.sink;

import java.time.Duration;

/**
 * When bases are folded: when readers have many of them to look through, or many rows of states for
 * each bucket that they ask for. Each time that a bucket is counted anew leaves such a row, and so
 * does each segment in which rows of it came.
 *
 * @param fewest below so many bases in force, an aggregate is left alone
 * @param rowsPerBase nor is it, while it has more rows of states than this for each of them: what a
 *     fold writes stays in proportion to what was corrected, and a lookup to what is read
 * @param fewestRows below so many rows of states, an aggregate with few bases is left alone
 * @param rowsPerBucket nor is it, while it has fewer of them than this for each bucket: a fold
 *     writes one
 * @param rowsPerSlice how many rows of states are looked at together, at most
 * @param lookInterval how often that is asked
 * @param grace for how long a reader may take its pictures of the tables: what is folded is deleted
 *     after that
 */
public record FoldLimits(
    long fewest,
    long rowsPerBase,
    long fewestRows,
    long rowsPerBucket,
    int rowsPerSlice,
    Duration lookInterval,
    Duration grace) {
  /** Limits that suit most. */
  public static final FoldLimits USUAL =
      new FoldLimits(
          10_000, 100, 100_000, 8, 500_000, Duration.ofSeconds(30), Duration.ofMinutes(10));

  boolean isDue(Foldable found) {
    return found.bases() >= fewest && found.rows() <= found.bases() * rowsPerBase;
  }

  /** Whether it is worth to ask how many buckets there are, which takes a look at all rows. */
  boolean mayBeThin(Foldable found) {
    return found.rows() >= fewestRows;
  }

  /** Whether a fold leaves few of the rows. */
  boolean isThin(Foldable found, long buckets) {
    return mayBeThin(found) && found.rows() >= buckets * rowsPerBucket;
  }
}
