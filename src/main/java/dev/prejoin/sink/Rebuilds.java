package dev.prejoin.sink;

import io.micrometer.core.instrument.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Begins rounds that count stale buckets anew. */
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
        .map(stale -> new Rebuild(warehouse, size, clock, stale.get(0).landing().relation(), stale))
        .toList();
  }
}
