package dev.prejoin.sink;

import java.util.List;

/** Counts a shard's stale buckets anew. */
final class Rebuild {
  private Rebuild() {}

  /**
   * The base gets a segment of its own; rows go on in the one after it. While ranges that others
   * began are not all replayed, it waits: of a row that such a writer still moves, only this writer
   * may have said the old bucket.
   *
   * @param landed up to where the shard has landed
   */
  static void of(Warehouse warehouse, Shard shard, long landed) {
    if (!shard.stale() || shard.isInDoubt(landed)) {
      return;
    }
    Segment base = shard.nextSegment();
    shard.nextSegment();
    warehouse.rebuild(shard.landing().relation(), shard.partition().partition(), base);
    // Else a backup from before this moment, restored, would look like what is there now.
    warehouse.advance(List.of(shard.advance(0)));
    shard.rebuilt();
  }
}
