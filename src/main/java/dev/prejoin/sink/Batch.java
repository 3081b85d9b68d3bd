package dev.prejoin.sink;

import dev.prejoin.sink.Remedy.Phase;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Ranges of several shards that land together. After a failure, {@link #write} goes on where it
 * stopped; what is in doubt becomes corrections, whose buckets are counted anew.
 */
final class Batch {
  /** Fewer at a time would make more parts than a server likes. */
  private static final int FEWEST_ROWS = 100;

  private final Warehouse warehouse;
  private final Rebuilds rebuilds;
  private final Map<Shard, ShardRange> ranges = new LinkedHashMap<>();
  private final Map<String, TableWrite> tables = new LinkedHashMap<>();
  private int maxRows;
  private @Nullable TableWrite current;

  /** Rounds for what was replayed; null before all tables are written. */
  private @Nullable Deque<Rebuild> rounds;

  Batch(Warehouse warehouse, Rebuilds rebuilds, Collection<ShardRange> ranges, int maxRows) {
    this.warehouse = warehouse;
    this.rebuilds = rebuilds;
    this.maxRows = maxRows;
    for (ShardRange range : ranges) {
      this.ranges.put(range.shard(), range);
      if (range.records().rows() > 0 || range.records().sweepBelow().isPresent()) {
        var relation = range.shard().landing().relation();
        tables
            .computeIfAbsent(relation.name(), name -> new TableWrite(warehouse, rebuilds, relation))
            .add(range);
      }
    }
  }

  Collection<ShardRange> ranges() {
    return ranges.values();
  }

  Phase phase() {
    return current == null ? Phase.HARMLESS : current.phase();
  }

  /** Another process owns the shard now. */
  void forget(Shard shard) {
    ranges.remove(shard);
    tables.values().forEach(table -> table.forget(shard));
    if (rounds != null) {
      rounds.forEach(round -> round.forget(shard));
    }
  }

  /** Goes on otherwise after a failure: what was last being written may be there or not. */
  void mend(Remedy remedy) {
    rounds = null;
    if (remedy.replays() && current != null) {
      current.doubt();
    }
    if (remedy.isSmaller()) {
      maxRows = Math.max(Math.min(maxRows, FEWEST_ROWS), maxRows / 2);
    }
  }

  /** Nothing that was written is sure to be there: the server may have been put back meanwhile. */
  void doubtAll() {
    tables.values().forEach(TableWrite::doubtIfBegun);
  }

  /** Whether a range begins with a marker. */
  boolean sweeps() {
    return tables.values().stream().anyMatch(TableWrite::sweeps);
  }

  /**
   * Sweeps what a marker at the beginning of a range ends, or a part of it; returns whether that
   * was all. Until it is, nothing may be written.
   *
   * @throws WarehouseException if some of it may not be done; it can be begun again
   */
  boolean sweep() {
    return tables.values().stream().allMatch(TableWrite::sweep);
  }

  /**
   * Writes it, or the rest of it.
   *
   * @throws WarehouseException if some of it may not be there
   */
  void write() {
    if (rounds != null) {
      return;
    }
    for (ShardRange range : ranges.values()) {
      if (!range.records().rejects().isEmpty()) {
        warehouse.insertRejects(range.records().rejects());
      }
    }
    for (TableWrite table : tables.values()) {
      current = table;
      table.write(maxRows);
    }
    current = null;
    rounds =
        new ArrayDeque<>(
            rebuilds.of(
                ranges.values().stream()
                    .filter(this::isReplay)
                    .filter(range -> !range.shard().isInDoubt(range.to()))
                    .map(ShardRange::shard)
                    .toList()));
  }

  private boolean isReplay(ShardRange range) {
    TableWrite table = tables.get(range.shard().landing().relation().name());
    return range.replay() || (table != null && table.replays(range));
  }

  /**
   * Counts buckets of what was replayed anew, or some of them; returns whether that was all. Until
   * it is, nothing of the batch is done.
   *
   * @throws WarehouseException if some of it may not be done; it is then begun again
   */
  boolean rebuild() {
    Deque<Rebuild> left = Objects.requireNonNull(rounds, "nothing is written yet");
    if (!left.isEmpty() && left.getFirst().step()) {
      left.removeFirst();
    }
    return left.isEmpty();
  }

  /** Records that it has landed. */
  void advance() {
    List<Advance> steps =
        ranges.values().stream().map(range -> range.shard().advance(range.to())).toList();
    if (!steps.isEmpty()) {
      warehouse.advance(steps);
    }
  }
}
