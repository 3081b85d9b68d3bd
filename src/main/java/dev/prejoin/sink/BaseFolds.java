package dev.prejoin.sink;

import dev.prejoin.schema.Relation;
import io.micrometer.core.instrument.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folds the bases of aggregates when there are so many that readers would feel them, one aggregate
 * at a time, and deletes what earlier folds have left.
 */
final class BaseFolds {
  private static final Logger LOG = LoggerFactory.getLogger(BaseFolds.class);
  private static final long NEVER = Long.MIN_VALUE;

  /** While much waits to land, it is asked so many times as rarely whether a fold is due. */
  private static final int LATER = 10;

  /** How many buckets there are is asked again when a fourth more rows have come. */
  private static final int GROWN = 4;

  private final Warehouse warehouse;
  private final FoldLimits limits;
  private final SinkMeters meters;
  private final Clock clock;
  private final SliceSize size;

  /** By aggregate, of those with few rows for a bucket: how many rows there were when asked. */
  private final Map<String, Long> dense = new HashMap<>();

  private @Nullable BaseFold fold;
  private long lookedAt = NEVER;

  BaseFolds(Warehouse warehouse, FoldLimits limits, SinkMeters meters, Clock clock) {
    this.warehouse = warehouse;
    this.limits = limits;
    this.meters = meters;
    this.clock = clock;
    this.size = new SliceSize(limits.rowsPerSlice());
  }

  /** Another process owns the shard now. */
  void forget(Shard shard) {
    dense.clear();
    if (fold != null) {
      fold.forget(shard);
    }
  }

  /** What is under way is given up: some of it may be lost, or come twice. */
  void giveUp() {
    if (fold != null) {
      meters.folding(fold, 0, 0);
    }
    fold = null;
  }

  /**
   * Does a part of what is to be done, between two batches. What the server refuses is tried again
   * later: aggregates are right without it, and only slower to read.
   *
   * @param behind whether much waits to land: a fold then begins later, but not never
   * @throws WarehouseException if the server does not answer; {@link #giveUp} then
   */
  void step(Collection<Shard> owned, boolean behind) {
    try {
      doStep(owned, behind);
    } catch (WarehouseException e) {
      giveUp();
      if (e.kind() != WarehouseException.Kind.REFUSED) {
        throw e;
      }
      LOG.warn("bases are not folded, so that aggregates are slow to read: {}", e.getMessage());
    }
  }

  private void doStep(Collection<Shard> owned, boolean behind) {
    long now = clock.monotonicTime();
    long interval = limits.lookInterval().toNanos() * (behind ? LATER : 1);
    if (fold == null && (lookedAt == NEVER || now - lookedAt >= interval)) {
      lookedAt = now;
      look(owned);
    }
    // At once, so that its segments are of before any fill that begins now.
    BaseFold current = fold;
    if (current != null) {
      boolean last = current.step();
      meters.folding(current, last ? 0 : current.copied(), last ? 0 : current.parts());
      if (last) {
        fold = null;
        meters.folded();
      }
    }
  }

  private void look(Collection<Shard> owned) {
    for (List<Shard> shards : settled(owned)) {
      Relation relation = shards.get(0).landing().relation();
      List<Integer> numbers = shards.stream().map(shard -> shard.partition().partition()).toList();
      warehouse.dropFolded(relation, numbers, limits.grace());
      List<Foldable> found = warehouse.foldable(relation, numbers);
      meters.bases(relation.name(), found.stream().mapToLong(Foldable::bases).sum());
      found.stream()
          .filter(each -> fold == null && isDue(relation, each, numbers))
          .filter(due -> !isFilled(due.aggregate(), numbers))
          .findFirst()
          .ifPresent(due -> fold = new BaseFold(warehouse, size, clock, relation, due, shards));
    }
  }

  private boolean isDue(Relation relation, Foldable found, List<Integer> shards) {
    if (limits.isDue(found)) {
      return true;
    }
    long before = dense.getOrDefault(found.aggregate(), 0L);
    if (!limits.mayBeThin(found) || found.rows() < before + before / GROWN) {
      return false;
    }
    if (limits.isThin(found, warehouse.buckets(relation, found.aggregate(), shards))) {
      dense.remove(found.aggregate());
      return true;
    }
    dense.put(found.aggregate(), found.rows());
    return false;
  }

  /**
   * Whether it is being counted from all rows in one of the shards, or is to be. Which buckets are
   * done, their bases tell: those are to stay.
   */
  private boolean isFilled(String aggregate, List<Integer> shards) {
    return warehouse.fills().stream()
        .filter(fill -> fill.aggregate().equals(aggregate))
        .anyMatch(fill -> !shards.stream().allMatch(fill::whole));
  }

  /**
   * Those of each table of which nothing is in doubt. Stale buckets are folded as they are; they
   * stay stale.
   */
  private Collection<List<Shard>> settled(Collection<Shard> owned) {
    Map<String, List<Shard>> tables = new LinkedHashMap<>();
    for (Shard shard : owned) {
      Relation relation = shard.landing().relation();
      if (shard.landing().kind().isOfFacts()
          && !shard.inherits()
          && !shard.isInDoubt(shard.landed())
          && warehouse.shape(relation).aggregated()) {
        tables.computeIfAbsent(relation.name(), name -> new ArrayList<>()).add(shard);
      }
    }
    return tables.values();
  }
}
