package dev.prejoin.sink;

import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The rows that one shard's range makes. */
final class RangeRows {
  private final ShardRange range;
  private final Writes writes;
  private final boolean doubtful;
  private Optional<FreshRows> fresh = Optional.empty();
  private final List<TableRow> plain = new ArrayList<>();
  private final List<TableRow> corrections = new ArrayList<>();
  private final Set<List<Object>> corrected = new HashSet<>();
  private final Optional<Kept> kept;
  private long refused;

  /** Of whose keys the table may hold something. */
  private final List<Fold> candidates = new ArrayList<>();

  private RangeRows(ShardRange range, Writes writes, boolean doubtful, Optional<Kept> kept) {
    this.range = range;
    this.kept = kept;
    this.writes = writes;
    this.doubtful = doubtful;
  }

  /** Asks the table for the keys of which something may be there, and decides. */
  static Map<Shard, RangeRows> of(
      Warehouse warehouse, Relation relation, TableShape shape, Map<ShardRange, Boolean> ranges) {
    Map<Shard, RangeRows> all = new LinkedHashMap<>();
    Optional<Kept> kept = shape.aggregated() ? warehouse.kept(relation) : Optional.empty();
    ranges.forEach(
        (range, doubtful) -> {
          Shard shard = range.shard();
          Writes writes =
              new Writes(relation, shape, shard.partition().partition(), shard.segment());
          RangeRows rows = new RangeRows(range, writes, doubtful, kept);
          rows.fold(shape.replacesByKey(relation) && !shape.tracked(), shape.tracked());
          all.put(shard, rows);
        });
    correct(warehouse, relation, shape, all.values());
    return all;
  }

  /** Rows that materialized views count, as they were read. */
  Optional<FreshRows> fresh() {
    return fresh;
  }

  /** Whether materialized views count any of its rows. */
  boolean counts() {
    return fresh.isPresent() || !plain.isEmpty();
  }

  /** More of those. */
  List<TableRow> plain() {
    return plain;
  }

  /** Rows that they do not. */
  List<TableRow> corrections() {
    return corrections;
  }

  /** How many rows were too old to be taken, as what is counted of them is frozen. */
  long refused() {
    return refused;
  }

  /** The keys whose buckets are to be counted anew. */
  Set<List<Object>> corrected() {
    return corrected;
  }

  private void fold(boolean replacesByKey, boolean tracked) {
    for (Fold fold : Fold.of(separated(replacesByKey, tracked))) {
      if (replacesByKey) {
        plain.add(writes.replacing(fold));
      } else if (!tracked
          && fold.fresh()
          && !doubtful
          && !range.shard().mayStillCount(fold.last().key())) {
        add(writes.fresh(fold));
      } else {
        candidates.add(fold);
      }
    }
  }

  /** The changes that are looked at one by one: all, unless those that are new stay as they are. */
  private List<Change> separated(boolean replacesByKey, boolean tracked) {
    ShardRecords records = range.records();
    if (!records.hasFresh()) {
      return records.changes();
    }
    if (doubtful || tracked || kept.isPresent() || (!replacesByKey && mayBeThere(records))) {
      return records.all();
    }
    fresh = Optional.of(records.fresh(range.shard(), writes));
    return records.changes();
  }

  /** Whether something of a new row's key is in this range, or may be counted by the table. */
  private boolean mayBeThere(ShardRecords records) {
    return (!records.changes().isEmpty() || range.shard().mayStillCount())
        && records.hasFresh(range.shard()::mayStillCount);
  }

  private static void correct(
      Warehouse warehouse, Relation relation, TableShape shape, Collection<RangeRows> all) {
    List<List<Object>> keys =
        all.stream()
            .flatMap(rows -> rows.candidates.stream())
            .map(fold -> fold.last().key())
            .toList();
    if (keys.isEmpty()) {
      return;
    }
    List<Integer> shards =
        all.stream().map(rows -> rows.range.shard().partition().partition()).toList();
    Map<List<Object>, List<Standing>> standing = new HashMap<>();
    for (Standing there : warehouse.standing(relation, shards, keys)) {
      standing.computeIfAbsent(there.key(), k -> new ArrayList<>()).add(there);
    }
    all.forEach(rows -> rows.correct(relation, shape, shape.replacesByKey(relation), standing));
  }

  private void correct(
      Relation relation,
      TableShape shape,
      boolean replacesByKey,
      Map<List<Object>, List<Standing>> standing) {
    boolean tracked = shape.tracked();
    Shard shard = range.shard();
    Corrected found =
        new Corrected(relation, shard.partition().partition(), shard.segment(), shape.aggregated());
    LastChanges lastChanges = LastChanges.of(tracked ? range.records().all() : List.of());
    for (Fold fold : candidates) {
      List<Object> key = fold.last().key();
      List<Standing> there = standing.getOrDefault(key, List.of());
      List<TableRow> made = made(fold, there, replacesByKey, tracked);
      if (tracked) {
        long changed = lastChanges.at(key, there);
        made = made.stream().map(row -> row.changedAt(changed)).toList();
      }
      add(made);
      if (!made.stream().allMatch(this::isFrozen)) {
        found.add(fold.last(), there, tracked, doubtful);
      }
      if (doubtful || !there.isEmpty()) {
        corrected.add(key);
      }
      // Else nothing counts it, and nobody would ever forget the key.
      if (shape.aggregated() && fold.last().row() == null) {
        shard.removed(key);
      }
    }
    range.records().corrected(found);
  }

  private List<TableRow> made(
      Fold fold, List<Standing> standing, boolean replacesByKey, boolean tracked) {
    if (replacesByKey) {
      return List.of(writes.replacing(fold));
    }
    return tracked
        ? writes.tracking(fold, standing, doubtful)
        : writes.correcting(fold, standing, doubtful);
  }

  private void add(List<TableRow> rows) {
    for (TableRow row : rows) {
      if (isFrozen(row)) {
        refused++;
      } else {
        (row.correction() ? corrections : plain).add(row);
      }
    }
  }

  private boolean isFrozen(TableRow row) {
    return kept.isPresent() && kept.get().isFrozen(row.values(), doubtful);
  }
}
