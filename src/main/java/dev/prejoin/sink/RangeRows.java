package dev.prejoin.sink;

import dev.prejoin.schema.Relation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The rows that one shard's range makes.
 *
 * @param plain rows that materialized views count
 * @param corrections rows that they do not
 * @param corrected the keys whose buckets are to be counted anew
 */
record RangeRows(List<TableRow> plain, List<TableRow> corrections, Set<List<Object>> corrected) {

  /** Asks the table for the keys of which something may be there, and decides. */
  static RangeRows of(Warehouse warehouse, ShardRange range, TableShape shape, boolean doubtful) {
    Relation relation = range.shard().landing().relation();
    int shard = range.shard().partition().partition();
    Writes writes = new Writes(relation, shape, shard, range.shard().segment());
    Collection<Fold> folds = Fold.of(range.records().changes);
    RangeRows rows =
        new RangeRows(new ArrayList<>(folds.size()), new ArrayList<>(), new HashSet<>());
    if (shape.replacesByKey(relation)) {
      folds.forEach(fold -> rows.plain.add(writes.replacing(fold)));
      return rows;
    }
    List<Fold> candidates = new ArrayList<>();
    for (Fold fold : folds) {
      if (fold.fresh() && !doubtful && !range.shard().mayStillCount(fold.last().key())) {
        rows.add(writes.fresh(fold));
      } else {
        candidates.add(fold);
      }
    }
    if (!candidates.isEmpty()) {
      rows.correct(warehouse, relation, shard, candidates, writes, doubtful);
    }
    candidates.stream()
        .filter(fold -> fold.last().row() == null)
        .forEach(fold -> range.shard().removed(fold.last().key()));
    return rows;
  }

  private void correct(
      Warehouse warehouse,
      Relation relation,
      int shard,
      List<Fold> candidates,
      Writes writes,
      boolean doubtful) {
    Map<List<Object>, List<Standing>> standing = new HashMap<>();
    List<List<Object>> keys = candidates.stream().map(fold -> fold.last().key()).toList();
    for (Standing there : warehouse.standing(relation, shard, keys)) {
      standing.computeIfAbsent(there.key(), k -> new ArrayList<>()).add(there);
    }
    for (Fold fold : candidates) {
      List<Object> key = fold.last().key();
      List<Standing> there = standing.getOrDefault(key, List.of());
      add(writes.correcting(fold, there, doubtful));
      if (doubtful || !there.isEmpty()) {
        corrected.add(key);
      }
    }
  }

  private void add(List<TableRow> rows) {
    for (TableRow row : rows) {
      (row.correction() ? corrections : plain).add(row);
    }
  }
}
