package dev.prejoin.sink;

import dev.prejoin.schema.Relation;
import io.micrometer.core.instrument.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Begins rounds that count buckets anew. */
final class Rebuilds {
  private final Warehouse warehouse;
  private final SliceSize size;
  private final Clock clock;

  Rebuilds(Warehouse warehouse, int mostBuckets, Clock clock) {
    this.warehouse = warehouse;
    this.size = new SliceSize(mostBuckets);
    this.clock = clock;
  }

  /** The server could not do as many at once. */
  void smaller() {
    size.smaller();
  }

  /** A round for those of the shards that are stale, for each of their tables. */
  List<Rebuild> of(Collection<Shard> shards) {
    Map<String, List<Shard>> tables = new LinkedHashMap<>();
    shards.stream()
        .filter(Shard::stale)
        .forEach(
            shard ->
                tables
                    .computeIfAbsent(shard.landing().relation().name(), name -> new ArrayList<>())
                    .add(shard));
    return tables.values().stream()
        .map(stale -> round(stale.get(0).landing().relation(), stale))
        .toList();
  }

  private Rebuild round(Relation relation, List<Shard> stale) {
    return new Rebuild(
        warehouse,
        size,
        clock,
        relation,
        new Rebuild.Scope() {
          @Override
          public StaleBuckets find(List<ShardRound> rounds, int bucketsPerSlice) {
            return warehouse.findStale(relation, rounds, bucketsPerSlice);
          }

          @Override
          public void count(List<ShardSlice> shards, int slice) {
            warehouse.rebuild(relation, shards, slice);
          }

          @Override
          public void end(List<Advance> steps, List<ShardRound> rounds) {
            warehouse.recordClean(relation, steps, rounds);
          }

          @Override
          public void ended(Shard shard, Segment round) {
            shard.rebuilt(round);
          }

          @Override
          public Segment since(Shard shard) {
            return shard.clean();
          }
        },
        stale);
  }

  /** A round for those buckets of a part of the table that a fill has not counted yet. */
  Rebuild of(Fill fill, String part, List<Shard> shards) {
    Relation relation = shards.get(0).landing().relation();
    return new Rebuild(
        warehouse,
        size,
        clock,
        relation,
        new Rebuild.Scope() {
          @Override
          public StaleBuckets find(List<ShardRound> rounds, int bucketsPerSlice) {
            return warehouse.findUnfilled(relation, fill, part, rounds, bucketsPerSlice);
          }

          @Override
          public void count(List<ShardSlice> slices, int slice) {
            warehouse.rebuild(relation, fill.aggregate(), slices, slice);
          }

          @Override
          public void end(List<Advance> steps, List<ShardRound> rounds) {
            warehouse.recordFilled(relation, fill, part, rounds);
          }

          @Override
          public void ended(Shard shard, Segment round) {}

          @Override
          public Segment since(Shard shard) {
            return fill.since(shard.partition().partition());
          }
        },
        shards);
  }
}
