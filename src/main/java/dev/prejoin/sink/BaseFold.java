package dev.prejoin.sink;

import dev.prejoin.schema.Relation;
import io.micrometer.core.instrument.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A fold of an aggregate: what readers see of some shards is copied, slice by slice, as one base of
 * all buckets; then that one is put in force, all at once. Rows land between two slices, and
 * buckets are counted anew: what comes meanwhile is of later segments, and counts beside it or
 * above it.
 */
final class BaseFold {
  private final Warehouse warehouse;
  private final SliceSize size;
  private final Clock clock;
  private final Relation relation;
  private final Foldable found;
  private final Map<Shard, Segment> floors = new LinkedHashMap<>();
  private final int slices;
  private int slice;

  BaseFold(
      Warehouse warehouse,
      SliceSize size,
      Clock clock,
      Relation relation,
      Foldable found,
      Collection<Shard> shards) {
    this.warehouse = warehouse;
    this.size = size;
    this.clock = clock;
    this.relation = relation;
    this.found = found;
    this.slices = (int) Math.max(1, (found.rows() + size.buckets() - 1) / size.buckets());
    shards.forEach(shard -> floors.put(shard, Segment.NONE));
  }

  /** Another process owns the shard now. */
  void forget(Shard shard) {
    floors.remove(shard);
  }

  Relation relation() {
    return relation;
  }

  String aggregate() {
    return found.aggregate();
  }

  /** How many parts are copied. */
  int copied() {
    return slice;
  }

  /** How many parts there are. */
  int parts() {
    return slices;
  }

  /**
   * Copies a slice, or puts the whole in force; returns whether that was all.
   *
   * @throws WarehouseException if some of it may not be done; it is then never put in force
   */
  boolean step() {
    if (floors.isEmpty()) {
      return true;
    }
    if (slice == 0) {
      // Recorded before anything is written in them, as those of a round are.
      floors.replaceAll((shard, none) -> shard.nextSegment());
      floors.keySet().forEach(Shard::nextSegment);
      warehouse.advance(floors.keySet().stream().map(shard -> shard.advance(0)).toList());
      floors.keySet().forEach(Shard::segmentRecorded);
    }
    if (slice < slices) {
      copy();
      slice++;
      return false;
    }
    warehouse.raiseFloor(relation, found.aggregate(), shards(), slices);
    return true;
  }

  private void copy() {
    long begun = clock.monotonicTime();
    long rows = found.rows() / slices;
    try {
      warehouse.copyInForce(relation, found.aggregate(), shards(), slice, slices);
    } catch (WarehouseException e) {
      size.failed(clock.monotonicTime() - begun, rows);
      throw e;
    }
    size.took(clock.monotonicTime() - begun, rows);
  }

  private List<ShardFloor> shards() {
    return floors.entrySet().stream()
        .map(entry -> new ShardFloor(entry.getKey().partition().partition(), entry.getValue()))
        .toList();
  }
}
