package dev.prejoin.sink.simulation;

import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Segment;
import dev.prejoin.sink.TableRow;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * An aggregate {@code x} as its DDL lays it out: {@code x_data}, {@code x_base}, {@code x_dirty},
 * the views {@code x} and {@code x_stale}, and the statements of {@code Aggregate}.
 */
final class ModelAggregate {
  private final Relation relation;
  private final List<Integer> keys;
  private final Map<Cell, Tally> data = new HashMap<>();
  private final Map<Bucket, Long> bases = new HashMap<>();
  private final Map<Bucket, Long> dirty = new HashMap<>();

  /** The values of the aggregate's columns, in one shard. */
  record Bucket(List<Object> values, int shard) {}

  private record Cell(Bucket bucket, long segment, boolean base) {}

  ModelAggregate(Relation relation, List<String> columns) {
    this.relation = relation;
    this.keys = columns.stream().map(relation::indexOf).toList();
  }

  ModelAggregate copy() {
    ModelAggregate copy = new ModelAggregate(relation, List.of(), keys);
    copy.data.putAll(data);
    copy.bases.putAll(bases);
    copy.dirty.putAll(dirty);
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

  /** The view {@code x_stale}, with the segment that touched the bucket last. */
  Map<Bucket, Long> stale(int shard) {
    Map<Bucket, Long> stale = new HashMap<>();
    dirty.forEach(
        (bucket, touched) -> {
          if (bucket.shard() == shard && touched >= bases.getOrDefault(bucket, 0L)) {
            stale.put(bucket, touched);
          }
        });
    return stale;
  }

  /** What was found stale before a segment. */
  Set<Bucket> stale(int shard, Segment segment) {
    return stale(shard).entrySet().stream()
        .filter(entry -> entry.getValue() < segment.packed())
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** Stale buckets that have a count of this segment, or no rows. */
  Set<Bucket> counted(int shard, Segment segment, Collection<TableRow> rows) {
    Set<Bucket> filled = rows.stream().map(this::bucket).collect(Collectors.toSet());
    return stale(shard, segment).stream()
        .filter(
            bucket ->
                data.containsKey(new Cell(bucket, segment.packed(), true))
                    || !filled.contains(bucket))
        .collect(Collectors.toSet());
  }

  /** Counts rows anew, of some buckets; the base is not yet in force. */
  void rebuild(Collection<TableRow> rows, Set<Bucket> buckets, Segment segment) {
    for (TableRow row : rows) {
      Bucket bucket = bucket(row);
      if (buckets.contains(bucket)) {
        data.merge(new Cell(bucket, segment.packed(), true), tally(row), Tally::plus);
      }
    }
  }

  void putInForce(Set<Bucket> buckets, Segment segment) {
    buckets.forEach(bucket -> bases.merge(bucket, segment.packed(), Math::max));
  }

  /** What users read: bases in force and what came after them. */
  Map<List<Object>, Tally> read() {
    Map<List<Object>, Tally> answer = new HashMap<>();
    data.forEach(
        (cell, tally) -> {
          long base = bases.getOrDefault(cell.bucket(), 0L);
          if (cell.base() ? cell.segment() == base : cell.segment() > base) {
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
    return lines + " in force " + inForce;
  }
}
