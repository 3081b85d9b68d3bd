package dev.prejoin.sink;

import dev.prejoin.schema.Relation;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * The end of every row of a shard that is older than a marker, part by part of the table. It can be
 * begun again at any point, by whoever owns the shard then.
 */
final class Sweep {
  private final Warehouse warehouse;
  private final Shard shard;
  private final Version below;
  private @Nullable Deque<String> parts;
  private boolean swept;

  Sweep(Warehouse warehouse, Shard shard, Version below) {
    this.warehouse = warehouse;
    this.shard = shard;
    this.below = below;
  }

  /** The same from the beginning. */
  Sweep again() {
    return new Sweep(warehouse, shard, below);
  }

  /**
   * Does the next step, which takes no longer than a statement or two; returns whether that was the
   * last.
   */
  boolean step() {
    if (swept) {
      return true;
    }
    Relation relation = shard.landing().relation();
    int number = shard.partition().partition();
    if (parts == null) {
      markStale(relation, number);
      parts = new ArrayDeque<>(warehouse.partsToSweep(relation, number, below));
      return false;
    }
    if (!parts.isEmpty()) {
      warehouse.sweep(relation, number, below, parts.getFirst(), shard.segment());
      parts.removeFirst();
      return false;
    }
    // Before rows land that came after the marker: readers never see both in one bucket.
    Rebuild.of(warehouse, shard, shard.landed());
    swept = true;
    return true;
  }

  /** Before anything is swept: a merge may then take the rows away that tell their buckets. */
  private void markStale(Relation relation, int number) {
    if (warehouse.shape(relation).aggregated()) {
      shard.stale(true);
      warehouse.markStale(relation, number, below, shard.segment());
    }
  }
}
