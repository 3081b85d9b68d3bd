package dev.prejoin.sink;

import java.util.Optional;

/**
 * How far a shard has landed.
 *
 * @param landed the offset in Kafka of the next record to land
 * @param promised the end of the range that its writer may have begun, or {@code landed} if none
 * @param done the same offset as the warehouse has it; empty before the first batch
 * @param epoch of the shard's owner
 */
public record ShardStanding(long landed, long promised, Optional<Long> done, long epoch) {
  /**
   * From what was committed and what the warehouse has recorded.
   *
   * @param metadata of the committed offset
   */
  public static ShardStanding of(long committed, String metadata, Optional<Done> done) {
    Optional<Intent> intent = Intent.parse(metadata);
    return new ShardStanding(
        committed,
        Math.max(committed, intent.map(Intent::doubtUntil).orElse(committed)),
        done.map(Done::position),
        intent.map(Intent::segment).orElse(Segment.NONE).epoch());
  }

  /** Whether a range was begun of which it is not known yet that it has landed. */
  public boolean open() {
    return promised > landed;
  }
}
