package dev.prejoin.sink.simulation;

import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Foldable;
import dev.prejoin.sink.Segment;
import dev.prejoin.sink.ShardRound;
import dev.prejoin.sink.ShardSlice;
import dev.prejoin.sink.StaleBuckets;
import dev.prejoin.sink.TableRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An aggregate {@code x} as its DDL lays it out: {@code x_data}, {@code x_base}, {@code x_floor},
 * {@code x_dirty}, {@code x_round}, the view {@code x}, and the statements of {@code Aggregate}.
 */
final class ModelAggregate {
  private final Relation relation;
  private final List<Integer> keys;
  private final Map<Cell, Tally> data = new HashMap<>();
  private final Map<Bucket, Long> bases = new HashMap<>();
  private final Map<Integer, Long> floors = new HashMap<>();

  /** By shard and floor: the slices of a fold that are there. */
  private final Map<List<Long>, Set<Integer>> folded = new HashMap<>();

  private final Map<Bucket, Long> dirty = new HashMap<>();
  private final List<Found> round = new ArrayList<>();

  /** The values of the aggregate's columns, in one shard. */
  record Bucket(List<Object> values, int shard) {}

  private record Found(Bucket bucket, long round, int slice) {}

  private record Cell(Bucket bucket, long segment, boolean base) {}

  ModelAggregate(Relation relation, List<String> columns) {
    this.relation = relation;
    this.keys = columns.stream().map(relation::indexOf).toList();
  }

  ModelAggregate copy() {
    ModelAggregate copy = new ModelAggregate(relation, List.of(), keys);
    copy.data.putAll(data);
    copy.bases.putAll(bases);
    copy.floors.putAll(floors);
    folded.forEach((fold, slices) -> copy.folded.put(fold, new TreeSet<>(slices)));
    copy.dirty.putAll(dirty);
    copy.round.addAll(round);
    return copy;
  }

  private ModelAggregate(Relation relation, List<String> none, List<Integer> keys) {
    this.relation = relation;
    this.keys = keys;
  }

  private Bucket bucket(TableRow row) {
    return new Bucket(keys.stream().map(i -> row.values()[i]).toList(), row.shard());
  }

  private Tally tally(TableRow row) {
    return Tally.of(row.key(), (Long) row.values()[relation.indexOf("reading")]);
  }

  /** The materialized view. */
  void count(List<TableRow> inserted) {
    for (TableRow row : inserted) {
      if (!row.correction()) {
        data.merge(new Cell(bucket(row), row.segment(), false), tally(row), Tally::plus);
      }
    }
  }

  void mark(List<TableRow> rows, long segment) {
    rows.forEach(row -> dirty.merge(bucket(row), segment, Math::max));
  }

  /** What was touched from the last clean segment on, and before the round. */
  Set<Bucket> stale(ShardRound part) {
    return dirty.entrySet().stream()
        .filter(entry -> entry.getKey().shard() == part.shard())
        .filter(entry -> entry.getValue() >= part.clean().packed())
        .filter(entry -> entry.getValue() < part.round().packed())
        .filter(entry -> entry.getValue() >= bases.getOrDefault(entry.getKey(), 0L))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Keeps stale buckets as a round. */
  void keep(List<ShardRound> parts, int bucketsPerSlice) {
    int number = 0;
    for (ShardRound part : parts) {
      for (Bucket bucket : stale(part)) {
        round.add(new Found(bucket, part.round().packed(), number++ / bucketsPerSlice));
      }
    }
  }

  /**
   * Those that have no base since a fill began.
   *
   * @param rows that came before; none for those of states that did
   */
  Set<Bucket> unfilled(Optional<List<TableRow>> rows, ShardRound part) {
    Stream<Bucket> all =
        rows.map(some -> some.stream().map(this::bucket))
            .orElseGet(
                () ->
                    data.keySet().stream()
                        .filter(cell -> cell.bucket().shard() == part.shard())
                        .filter(cell -> cell.segment() < part.clean().packed() || isOfFloor(cell))
                        .map(Cell::bucket));
    return all.filter(bucket -> bases.getOrDefault(bucket, 0L) < part.clean().packed())
        .collect(Collectors.toSet());
  }

  /** Whether a fold has copied it. */
  private boolean isOfFloor(Cell cell) {
    return cell.base()
        && cell.segment() == floors.getOrDefault(cell.bucket().shard(), Long.MIN_VALUE);
  }

  /** Keeps buckets as a round. */
  void keep(Map<ShardRound, Set<Bucket>> buckets, int bucketsPerSlice) {
    int number = 0;
    for (Map.Entry<ShardRound, Set<Bucket>> of : buckets.entrySet()) {
      for (Bucket bucket : of.getValue()) {
        round.add(new Found(bucket, of.getKey().round().packed(), number++ / bucketsPerSlice));
      }
    }
  }

  /** How many buckets the round has, and slices. */
  StaleBuckets found(List<ShardRound> parts) {
    List<Found> found =
        round.stream()
            .filter(
                row ->
                    parts.stream()
                        .anyMatch(
                            part ->
                                part.shard() == row.bucket().shard()
                                    && part.round().packed() == row.round()))
            .toList();
    return new StaleBuckets(
        found.size(), found.stream().mapToInt(row -> row.slice() + 1).max().orElse(0));
  }

  private Set<Bucket> inSlice(ShardSlice part, int slice) {
    return round.stream()
        .filter(
            row ->
                row.bucket().shard() == part.shard()
                    && row.round() == part.round().packed()
                    && row.slice() == slice)
        .map(Found::bucket)
        .collect(Collectors.toSet());
  }

  /** Counts rows anew, of the buckets of a slice; the base is not yet in force. */
  void rebuild(Collection<TableRow> rows, ShardSlice part, int slice) {
    Set<Bucket> buckets = inSlice(part, slice);
    for (TableRow row : rows) {
      Bucket bucket = bucket(row);
      if (buckets.contains(bucket)) {
        data.merge(new Cell(bucket, part.base().packed(), true), tally(row), Tally::plus);
      }
    }
  }

  /** But for what was touched in a later segment. */
  void putInForce(ShardSlice part, int slice) {
    putInForce(part, slice, part.base().packed());
  }

  void putInForce(ShardSlice part, int slice, long touchedAtMost) {
    inSlice(part, slice).stream()
        .filter(bucket -> dirty.getOrDefault(bucket, 0L) <= touchedAtMost)
        .forEach(bucket -> bases.merge(bucket, part.base().packed(), Math::max));
  }

  /** Bases that are in force one by one, and rows of states. */
  Foldable foldable(String name, Collection<Integer> shards) {
    return new Foldable(
        name,
        bases.entrySet().stream()
            .filter(base -> shards.contains(base.getKey().shard()))
            .filter(base -> base.getValue() > floors.getOrDefault(base.getKey().shard(), 0L))
            .count(),
        aboveFloors(shards).size());
  }

  /** How many buckets have states that no floor has replaced. */
  long buckets(Collection<Integer> shards) {
    return aboveFloors(shards).stream().map(Cell::bucket).distinct().count();
  }

  private List<Cell> aboveFloors(Collection<Integer> shards) {
    return data.keySet().stream()
        .filter(cell -> shards.contains(cell.bucket().shard()))
        .filter(cell -> cell.segment() >= floors.getOrDefault(cell.bucket().shard(), 0L))
        .toList();
  }

  /** Which states a fold copies. */
  enum Copied {
    /** What readers see, of lower segments. */
    IN_FORCE,
    /** As if later segments did not count by themselves. */
    LATER_TOO,
    /** As if no base had replaced anything. */
    ALL
  }

  /** Copies states of a slice of all buckets, as bases of a floor. */
  void copy(Copied what, int shard, long floor, int slice, int slices) {
    Map<Cell, Tally> copied = new HashMap<>();
    data.forEach(
        (cell, tally) -> {
          if (cell.bucket().shard() == shard
              && Math.floorMod(cell.bucket().hashCode(), slices) == slice
              && (cell.segment() < floor || what == Copied.LATER_TOO)
              && (isSeen(cell) || what == Copied.ALL)) {
            copied.merge(new Cell(cell.bucket(), floor, true), tally, Tally::plus);
          }
        });
    copied.forEach((cell, tally) -> data.merge(cell, tally, Tally::plus));
  }

  void noteSlice(int shard, long floor, int slice) {
    folded.computeIfAbsent(List.of((long) shard, floor), none -> new TreeSet<>()).add(slice);
  }

  boolean isComplete(int shard, long floor, int slices) {
    return folded.getOrDefault(List.of((long) shard, floor), Set.of()).size() == slices;
  }

  void raiseFloor(int shard, long floor) {
    floors.merge(shard, floor, Math::max);
  }

  void dropBases(Collection<Integer> shards) {
    bases.entrySet().removeIf(base -> isFolded(shards, base.getKey(), base.getValue()));
  }

  void dropStates(Collection<Integer> shards) {
    data.keySet().removeIf(cell -> isFolded(shards, cell.bucket(), cell.segment()));
  }

  void dropStates(int shard, long below) {
    data.keySet().removeIf(cell -> cell.bucket().shard() == shard && cell.segment() < below);
  }

  private boolean isFolded(Collection<Integer> shards, Bucket bucket, long segment) {
    return shards.contains(bucket.shard()) && segment < floors.getOrDefault(bucket.shard(), 0L);
  }

  private boolean isSeen(Cell cell) {
    long base =
        Math.max(
            bases.getOrDefault(cell.bucket(), 0L), floors.getOrDefault(cell.bucket().shard(), 0L));
    return cell.base() ? cell.segment() == base : cell.segment() > base;
  }

  /** What users read: bases in force and what came after them. */
  Map<List<Object>, Tally> read() {
    Map<List<Object>, Tally> answer = new HashMap<>();
    data.forEach(
        (cell, tally) -> {
          if (isSeen(cell)) {
            answer.merge(cell.bucket().values(), tally, Tally::plus);
          }
        });
    return answer;
  }

  /** What users should read, from the rows. */
  Map<List<Object>, Tally> answer(List<TableRow> present) {
    Map<List<Object>, Tally> answer = new HashMap<>();
    present.forEach(row -> answer.merge(bucket(row).values(), tally(row), Tally::plus));
    return answer;
  }

  /** All that is in it, for a trace. */
  String show() {
    Map<String, String> lines = new TreeMap<>();
    data.forEach(
        (cell, tally) ->
            lines.merge(
                cell.bucket().toString(),
                (cell.base() ? "base " : "plain ") + Segment.unpack(cell.segment()) + " " + tally,
                (a, b) -> a + "; " + b));
    String inForce =
        bases.entrySet().stream()
            .map(entry -> entry.getKey() + "=" + Segment.unpack(entry.getValue()))
            .collect(Collectors.joining(", "));
    String all =
        new TreeMap<>(floors)
            .entrySet().stream()
                .map(entry -> entry.getKey() + "=" + Segment.unpack(entry.getValue()))
                .collect(Collectors.joining(", "));
    return lines + " in force " + inForce + " floors " + all;
  }
}
