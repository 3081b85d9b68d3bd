package dev.prejoin.sink;

import java.util.Map;

/**
 * An aggregate that is to be counted anew from all rows that its table has: as it was made when
 * there were rows already, or as somebody asked for it.
 *
 * @param aggregate its name
 * @param table whose rows it counts
 * @param request the number of the request; a later one begins anew
 * @param paused whether nothing is to be counted for now
 * @param shards how far it is; without those of which nothing is known yet
 */
public record Fill(
    String aggregate, String table, long request, boolean paused, Map<Integer, Standing> shards) {
  /**
   * How far it is in a shard.
   *
   * @param since a bucket is counted when its base is of this segment or a later one; rows that
   *     landed in it or later need no base
   * @param whole whether all buckets are counted
   */
  public record Standing(Segment since, boolean whole) {}

  public Fill {
    shards = Map.copyOf(shards);
  }

  /** From which segment on rows of the shard need no base; the first of all if not yet begun. */
  public Segment since(int shard) {
    Standing standing = shards.get(shard);
    return standing == null ? Segment.NONE : standing.since();
  }

  boolean begun(int shard) {
    return shards.containsKey(shard);
  }

  boolean whole(int shard) {
    Standing standing = shards.get(shard);
    return standing != null && standing.whole();
  }
}
