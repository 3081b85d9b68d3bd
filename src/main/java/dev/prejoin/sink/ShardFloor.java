package dev.prejoin.sink;

/**
 * A shard's part of a fold.
 *
 * @param recorded what its owner has recorded last; if anything else is, a backup was restored or
 *     the shard is another's
 * @param floor the segment of the base of all its buckets, above that of every row that has landed
 */
public record ShardFloor(Done recorded, Segment floor) {
  /** The partition. */
  public int shard() {
    return recorded.shard();
  }
}
