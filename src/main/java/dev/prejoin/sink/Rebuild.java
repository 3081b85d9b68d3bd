package dev.prejoin.sink;

import java.util.List;

/** Counts a shard's stale buckets anew. */
final class Rebuild {
  private Rebuild() {}

  /** The base gets a segment of its own; rows go on in the one after it. */
  static void of(Warehouse warehouse, Shard shard) {
    if (!shard.stale()) {
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
