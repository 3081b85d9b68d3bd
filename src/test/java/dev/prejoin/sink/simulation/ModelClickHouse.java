package dev.prejoin.sink.simulation;

import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Done;
import dev.prejoin.sink.RejectRow;
import dev.prejoin.sink.ShardName;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is in ClickHouse. Each method is one statement, and done at once. */
final class ModelClickHouse {
  private final Map<String, ModelTable> tables = new LinkedHashMap<>();
  private final Map<String, Done> done = new LinkedHashMap<>();

  private final ModelFills fills = new ModelFills();

  /** By the sorting key of {@code prejoin_rejects}. */
  private final Map<String, RejectRow> rejects = new LinkedHashMap<>();

  ModelClickHouse() {
    Tables.relations().forEach(relation -> tables.put(relation.name(), new ModelTable(relation)));
  }

  /** A backup, of one moment. */
  ModelClickHouse copy() {
    ModelClickHouse copy = new ModelClickHouse();
    copy.become(this);
    return copy;
  }

  /** Restores a backup. */
  void become(ModelClickHouse backup) {
    backup.tables.forEach((name, table) -> tables.put(name, table.copy()));
    done.clear();
    done.putAll(backup.done);
    fills.become(backup.fills);
    rejects.clear();
    rejects.putAll(backup.rejects);
  }

  ModelTable table(Relation relation) {
    return Objects.requireNonNull(tables.get(relation.name()));
  }

  ModelFills fills() {
    return fills;
  }

  void merge(Random random) {
    tables.values().forEach(table -> table.merge(random));
  }

  List<Done> done(Collection<ShardName> shards) {
    return done.values().stream()
        .filter(row -> shards.contains(new ShardName(row.topic(), row.shard())))
        .toList();
  }

  Optional<Done> done(String topic, String topicId, int shard) {
    return Optional.ofNullable(done.get(topic + " " + topicId + " " + shard));
  }

  /** Up to where the shard is done, or -1. */
  long position(String topic, String topicId, int shard) {
    return done(topic, topicId, shard).map(Done::position).orElse(-1L);
  }

  void record(Done row) {
    done.merge(
        row.topic() + " " + row.topicId() + " " + row.shard(),
        row,
        (there, later) ->
            new Done(
                row.topic(),
                row.topicId(),
                row.shard(),
                Math.max(there.position(), later.position()),
                there.segment().max(later.segment()),
                there.clean().max(later.clean())));
  }

  void reject(RejectRow row) {
    rejects.merge(
        row.view() + " " + row.key(),
        row,
        (there, later) -> later.version().compareTo(there.version()) < 0 ? there : later);
  }

  /** The keys that are among them. */
  Set<String> rejects() {
    return rejects.values().stream()
        .filter(row -> !row.passed())
        .map(RejectRow::key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  String show() {
    StringBuilder text = new StringBuilder();
    tables.forEach(
        (name, table) -> text.append("  ").append(name).append('\n').append(table.show()));
    done.values().forEach(row -> text.append("  ").append(row).append('\n'));
    return text.toString();
  }
}
