package dev.prejoin.sink.simulation;

import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Segment;
import dev.prejoin.sink.ShardRound;
import dev.prejoin.sink.Standing;
import dev.prejoin.sink.TableRow;
import dev.prejoin.sink.TableShape;
import dev.prejoin.sink.Version;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A table of engine ReplacingMergeTree(_version, _deleted), with the aggregates on it. */
final class ModelTable {
  private final Relation relation;
  private final TableShape shape;

  /** In the order of their arrival. */
  private final List<TableRow> rows;

  private final Map<String, ModelAggregate> aggregates = new LinkedHashMap<>();

  ModelTable(Relation relation) {
    this(relation, new ArrayList<>());
    Tables.aggregates(relation).keySet().stream()
        .filter(name -> !name.equals(Tables.LATE))
        .forEach(this::make);
  }

  private ModelTable(Relation relation, List<TableRow> rows) {
    this.relation = relation;
    this.shape = Tables.shape(relation);
    this.rows = rows;
  }

  /** As its DDL does; rows that are there already are not counted. */
  void make(String aggregate) {
    aggregates.computeIfAbsent(
        aggregate, name -> new ModelAggregate(relation, Tables.aggregates(relation).get(name)));
  }

  ModelTable copy() {
    ModelTable copy = new ModelTable(relation, new ArrayList<>(rows));
    aggregates.forEach((name, aggregate) -> copy.aggregates.put(name, aggregate.copy()));
    return copy;
  }

  TableShape shape() {
    return shape;
  }

  Map<String, ModelAggregate> aggregates() {
    return aggregates;
  }

  void insert(List<TableRow> inserted) {
    rows.addAll(inserted);
  }

  /** A place of the sorting key. */
  private List<Object> place(TableRow row) {
    List<Object> place = new ArrayList<>();
    for (String column : shape.sortingColumns()) {
      if (column.equals("_key")) {
        place.addAll(row.key());
      } else {
        place.add(row.values()[relation.indexOf(column)]);
      }
    }
    return place;
  }

  /** What a merge of all parts keeps: of equal versions the one that came last. */
  private Map<List<Object>, TableRow> newest() {
    Map<List<Object>, TableRow> newest = new LinkedHashMap<>();
    for (TableRow row : rows) {
      newest.merge(
          place(row),
          row,
          (there, later) -> later.version().compareTo(there.version()) >= 0 ? later : there);
    }
    return newest;
  }

  /** The newest version at each place, tombstones too. */
  Collection<TableRow> newestRows() {
    return newest().values();
  }

  /** As SELECT … FINAL reads it. */
  List<TableRow> present() {
    return newest().values().stream().filter(row -> !row.deleted()).toList();
  }

  /** A merge: earlier versions go, at some places. */
  void merge(Random random) {
    Map<List<Object>, TableRow> newest = newest();
    rows.removeIf(row -> row != newest.get(place(row)) && random.nextBoolean());
  }

  List<Standing> standing(Collection<Integer> shards, Collection<List<Object>> keys) {
    return newest().values().stream()
        .filter(row -> shards.contains(row.shard()) && keys.contains(row.key()))
        .map(row -> new Standing(row.key(), row.values(), row.version(), row.deleted()))
        .toList();
  }

  /** The rows of {@code x_buckets}: of whatever version, if no merge took them away. */
  List<TableRow> all(int shard, Collection<List<Object>> keys) {
    return rows.stream().filter(row -> row.shard() == shard && keys.contains(row.key())).toList();
  }

  /** The rows that a sweep ends, in whatever version, and the tombstones that it leaves. */
  List<TableRow> touched(int shard, Version below) {
    return rows.stream()
        .filter(row -> row.shard() == shard)
        .filter(
            row ->
                row.version().equals(below)
                    || (!row.deleted() && row.version().compareTo(below) < 0))
        .toList();
  }

  /** The rows that came before a fill began, of whatever version, if no merge took them away. */
  List<TableRow> before(ShardRound round, String part) {
    return rows.stream()
        .filter(row -> row.shard() == round.shard() && row.segment() < round.clean().packed())
        .filter(row -> part(row).equals(part))
        .toList();
  }

  List<String> parts() {
    return rows.stream().map(this::part).distinct().sorted(Comparator.reverseOrder()).toList();
  }

  /** The partition of the table in which a row lies: what its sorting key begins with. */
  String part(TableRow row) {
    return place(row).get(0).toString();
  }

  /** A tombstone for each row that is there and older. */
  void sweep(int shard, Version below, String part, Segment segment) {
    for (TableRow row : present(shard)) {
      if (part(row).equals(part) && row.version().compareTo(below) < 0) {
        rows.add(
            new TableRow(
                row.values(), row.key(), shard, below, true, true, segment.packed(), row.origin()));
      }
    }
  }

  List<TableRow> present(int shard) {
    return present().stream().filter(row -> row.shard() == shard).toList();
  }

  /** What was there before a segment began, if nothing later has taken its place. */
  List<TableRow> present(int shard, Segment before) {
    return present(shard).stream().filter(row -> row.segment() < before.packed()).toList();
  }

  String show() {
    StringBuilder text = new StringBuilder();
    for (TableRow row : rows) {
      text.append("    ")
          .append(row.key())
          .append(' ')
          .append(List.of(row.values()))
          .append(row.deleted() ? " tombstone" : "")
          .append(row.correction() ? " correction" : "")
          .append(" shard ")
          .append(row.shard())
          .append(" version ")
          .append(row.version().high() >> 8)
          .append('.')
          .append(row.version().low() >>> 28)
          .append(' ')
          .append(Segment.unpack(row.segment()))
          .append('\n');
    }
    aggregates.forEach(
        (name, aggregate) ->
            text.append("    ").append(name).append(": ").append(aggregate.show()).append('\n'));
    return text.toString();
  }
}
