package dev.prejoin.sink;

import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Remedy.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of a batch that goes into one table. It can be begun again where it stopped; what was
 * written is not written again, unless it is in doubt.
 */
final class TableWrite {
  private final Warehouse warehouse;
  private final Rebuilds rebuilds;
  private final Relation relation;
  private final Map<Shard, ShardRange> ranges = new LinkedHashMap<>();
  private final Map<Shard, RangeRows> rows = new LinkedHashMap<>();
  private final Map<Shard, Sweep> sweeps = new LinkedHashMap<>();
  private Phase phase = Phase.HARMLESS;
  private boolean doubtful;
  private boolean begun;
  private boolean inserted;
  private boolean written;

  TableWrite(Warehouse warehouse, Rebuilds rebuilds, Relation relation) {
    this.warehouse = warehouse;
    this.rebuilds = rebuilds;
    this.relation = relation;
  }

  void add(ShardRange range) {
    ranges.put(range.shard(), range);
    range
        .records()
        .sweepBelow()
        .ifPresent(
            below ->
                sweeps.put(range.shard(), new Sweep(warehouse, rebuilds, range.shard(), below)));
  }

  void forget(Shard shard) {
    ranges.remove(shard);
    sweeps.remove(shard);
    rows.remove(shard);
  }

  Phase phase() {
    return phase;
  }

  /** How much of it was written is unknown: all of it becomes corrections. */
  void doubt() {
    doubtful = true;
    inserted = false;
    written = false;
    rows.clear();
  }

  /** As {@link #doubt}, unless nothing of it was written; then only what was looked up is void. */
  void doubtIfBegun() {
    sweeps.replaceAll((shard, sweep) -> sweep.again());
    rows.clear();
    if (begun) {
      doubt();
    }
  }

  boolean replays(ShardRange range) {
    return doubtful || range.replay();
  }

  boolean sweeps() {
    return !sweeps.isEmpty();
  }

  /** Sweeps a part of what is to be swept before it is written; returns whether that was all. */
  boolean sweep() {
    return sweeps.values().stream().allMatch(Sweep::step);
  }

  void write(int maxRows) {
    if (written || ranges.isEmpty()) {
      return;
    }
    TableShape shape = warehouse.shape(relation);
    if (rows.isEmpty()) {
      Map<ShardRange, Boolean> doubtful = new LinkedHashMap<>();
      ranges.values().forEach(range -> doubtful.put(range, replays(range)));
      rows.putAll(RangeRows.of(warehouse, relation, shape, doubtful));
    }
    if (shape.aggregated()) {
      // Before the corrections: a merge may take the rows away that tell the old buckets.
      markStale();
    }
    if (!inserted) {
      boolean counts = rows.values().stream().anyMatch(RangeRows::counts);
      phase = shape.aggregated() && counts ? Phase.WRITING : Phase.HARMLESS;
      insert(maxRows);
      inserted = true;
      phase = Phase.HARMLESS;
    }
    if (shape.aggregated()) {
      markStale();
    }
    recordRefused();
    written = true;
  }

  /** At once, whether materialized views count them or not: each insert makes parts of its own. */
  private void insert(int maxRows) {
    List<FreshRows> fresh =
        rows.values().stream().flatMap(ofShard -> ofShard.fresh().stream()).toList();
    List<TableRow> others = new ArrayList<>();
    rows.values().forEach(ofShard -> others.addAll(ofShard.plain()));
    rows.values().forEach(ofShard -> others.addAll(ofShard.corrections()));
    if (!fresh.isEmpty() || !others.isEmpty()) {
      warehouse.insert(relation, fresh, others, maxRows);
      begun = true;
    }
  }

  /** The same range is replayed as that range: it is counted once. */
  private void recordRefused() {
    rows.forEach(
        (shard, ofShard) -> {
          ShardRange range = ranges.get(shard);
          if (range != null && ofShard.refused() > 0) {
            warehouse.recordRefused(
                relation,
                shard.partition().partition(),
                range.from(),
                range.to(),
                ofShard.refused());
            shard.refuse(ofShard.refused());
          }
        });
  }

  private void markStale() {
    Map<Integer, Segment> segments = new LinkedHashMap<>();
    List<List<Object>> keys = new ArrayList<>();
    rows.forEach(
        (shard, ofShard) -> {
          if (!ofShard.corrected().isEmpty()) {
            shard.touch();
            segments.put(shard.partition().partition(), shard.segment());
            keys.addAll(ofShard.corrected());
          }
        });
    if (!keys.isEmpty()) {
      warehouse.markStale(relation, segments, keys);
    }
  }
}
