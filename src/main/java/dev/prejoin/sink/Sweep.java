package dev.prejoin.sink;

import dev.prejoin.schema.Relation;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The end of every row of a shard that is older than a marker, part by part of the table. It can be
 * begun again at any point, by whoever owns the shard then.
 */
final class Sweep {
  private final Warehouse warehouse;
  private final Rebuilds rebuilds;
  private final Shard shard;
  private final Version below;
  private @Nullable Deque<String> parts;

  /** The round for the buckets of the part that was swept last. */
  private @Nullable Rebuild rebuild;

  Sweep(Warehouse warehouse, Rebuilds rebuilds, Shard shard, Version below) {
    this.warehouse = warehouse;
    this.rebuilds = rebuilds;
    this.shard = shard;
    this.below = below;
  }

  /** The same from the beginning. */
  Sweep again() {
    return new Sweep(warehouse, rebuilds, shard, below);
  }

  /** Sweeps a part, or counts some of its buckets anew; returns whether that was all. */
  boolean step() {
    Relation relation = shard.landing().relation();
    int number = shard.partition().partition();
    if (parts == null) {
      parts = new ArrayDeque<>(warehouse.partsToSweep(relation, number, below));
    }
    if (parts.isEmpty()) {
      return true;
    }
    Rebuild current = rebuild;
    // Should a statement fail, the part is swept again.
    rebuild = null;
    if (current == null) {
      current = sweep(relation, number, parts.getFirst());
    }
    if (current != null && !current.step()) {
      rebuild = current;
      return false;
    }
    parts.removeFirst();
    return parts.isEmpty();
  }

  private @Nullable Rebuild sweep(Relation relation, int number, String part) {
    if (warehouse.shape(relation).aggregated()) {
      // Before it is swept: a merge may then take the rows away that tell their buckets.
      shard.touch();
      warehouse.markStale(relation, number, below, part, shard.segment());
    }
    warehouse.sweep(relation, number, below, part, shard.segment());
    if (shard.isInDoubt(shard.landed())) {
      return null;
    }
    // Before rows land that came after the marker, so that readers never see both; and part by
    // part, as a count of all that a table ever had could take too long.
    return rebuilds.of(List.of(shard)).stream().findFirst().orElse(null);
  }
}
