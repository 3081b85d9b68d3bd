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

  Sweep(Warehouse warehouse, Shard shard, Version below) {
    this.warehouse = warehouse;
    this.shard = shard;
    this.below = below;
  }

  /** The same from the beginning. */
  Sweep again() {
    return new Sweep(warehouse, shard, below);
  }

  /** Sweeps the next part, if there is one; returns whether that was the last. */
  boolean step() {
    Relation relation = shard.landing().relation();
    int number = shard.partition().partition();
    if (parts == null) {
      parts = new ArrayDeque<>(warehouse.partsToSweep(relation, number, below));
    }
    if (!parts.isEmpty()) {
      sweep(relation, number, parts.getFirst());
      parts.removeFirst();
    }
    return parts.isEmpty();
  }

  private void sweep(Relation relation, int number, String part) {
    if (warehouse.shape(relation).aggregated()) {
      // Before it is swept: a merge may then take the rows away that tell their buckets.
      shard.stale(true);
      warehouse.markStale(relation, number, below, part, shard.segment());
    }
    warehouse.sweep(relation, number, below, part, shard.segment());
    // Before rows land that came after the marker, so that readers never see both; and part by
    // part, as a count of all that a table ever had could take too long.
    Rebuild.of(warehouse, shard, shard.landed());
  }
}
