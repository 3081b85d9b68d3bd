package dev.prejoin.app.peer;

import dev.prejoin.console.Drift;
import dev.prejoin.plan.Source;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.KafkaReading;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodec;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.sink.clickhouse.PlainTables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Gives the peer what the sources' topics have, batch by batch: in each, the dimensions first, as
 * far as they go, and their tables have one row of each key, the latest. So its join never misses
 * what was there.
 */
final class PeerFeed implements AutoCloseable {
  private static final int MOST_ROWS = 100_000;
  private static final Duration POLL = Duration.ofMillis(50);

  /** A table and what becomes a row of it. */
  private record Target(
      Relation relation,
      List<Column> columns,
      Set<String> nullable,
      RowCodec keys,
      RowCodec values) {}

  private final PeerSettings settings;
  private final PlainTables tables;
  private final PeerDatabase database;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Target facts;
  private final Map<String, Target> dimensions = new HashMap<>();
  private PeerState state;

  /**
   * Goes on where the peer was fed last.
   *
   * @param owner that others do not have: whoever comes later is the one who feeds it
   */
  PeerFeed(
      PeerSettings settings,
      RowCodecs codecs,
      PlainTables tables,
      PeerDatabase database,
      String owner) {
    this.settings = settings;
    this.tables = tables;
    this.database = database;
    facts = target(settings.facts(), codecs);
    for (Source source : settings.dimensions()) {
      dimensions.put(source.relation().name(), target(source, codecs));
    }
    PeerState last = database.state().orElse(PeerState.beginning(owner));
    PeerState.Point at = last.at(tables.count(facts.relation.name()));
    state = PeerState.standing(last.number() + 1, owner, at);
    database.record(state);
    Map<String, Object> reading = KafkaReading.toAnEnd(settings.kafka());
    // What a topic keeps no longer is missing in the peer, and it goes on with the rest.
    reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    consumer =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Target target(Source source, RowCodecs codecs) {
    Relation relation = source.relation();
    Map<String, String> there = tables.columns(relation.name());
    List<Column> columns =
        relation.columns().stream().filter(column -> there.containsKey(column.name())).toList();
    Set<String> nullable = new HashSet<>();
    there.forEach(
        (column, type) -> {
          if (type.startsWith("Nullable(") || type.startsWith("LowCardinality(Nullable(")) {
            nullable.add(column);
          }
        });
    return new Target(relation, columns, nullable, codecs.keys(relation), codecs.values(relation));
  }

  /**
   * Reads what has come and gives it to the peer; returns how many records there were.
   *
   * @throws ProblemException if another process feeds it now
   */
  int feed() {
    if (database.state().map(PeerState::owner).filter(state.owner()::equals).isEmpty()) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "another process feeds "
              + settings.database()
              + " now: set peer.enabled=true in one process only");
    }
    SortedMap<String, Long> next = new TreeMap<>(state.after().positions());
    PeerBatch batch =
        new PeerBatch(
            facts.columns.stream()
                .filter(column -> column.type().nullable())
                .map(Column::name)
                .filter(column -> !facts.nullable.contains(column))
                .collect(Collectors.toSet()));
    int read =
        read(
            dimensions.keySet(),
            next,
            record -> {
              Target target = dimensions.get(record.topic());
              if (target != null) {
                batch.dimension(target.relation, target.keys, target.values, record);
              }
            });
    read +=
        read(
            Set.of(facts.relation.name()),
            next,
            record -> batch.fact(facts.relation, facts.values, record));
    if (read > 0) {
      write(batch, next);
    }
    return read;
  }

  private void write(PeerBatch batch, SortedMap<String, Long> next) {
    // Before it is said that they are: to put them in place once more changes nothing.
    batch
        .dimensions()
        .forEach(
            (name, changes) -> {
              Target target = dimensions.get(name);
              if (target != null) {
                replace(target, changes);
              }
            });
    state = state.next(next, batch);
    database.record(state);
    tables.insert(facts.relation, facts.columns, facts.nullable, batch.facts());
  }

  private void replace(Target target, Map<List<Object>, Optional<Object[]>> changes) {
    String name = target.relation.name();
    if (tables.count(name) > 0) {
      tables.delete(name, target.relation.key(), List.copyOf(changes.keySet()));
    }
    tables.insert(
        target.relation,
        target.columns,
        target.nullable,
        changes.values().stream().flatMap(Optional::stream).toList());
  }

  private interface Taking {
    void take(ConsumerRecord<byte[], byte[]> record);
  }

  private int read(Collection<String> topics, SortedMap<String, Long> next, Taking taking) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      for (PartitionInfo partition : consumer.partitionsFor(topic)) {
        partitions.add(new TopicPartition(topic, partition.partition()));
      }
    }
    consumer.assign(partitions);
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    for (TopicPartition partition : partitions) {
      consumer.seek(
          partition,
          Math.max(PeerState.Point.position(next, partition), begins.getOrDefault(partition, 0L)));
    }
    int read = 0;
    while (read < MOST_ROWS
        && partitions.stream().anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        taking.take(record);
        read++;
      }
    }
    partitions.forEach(at -> next.put(at.toString(), consumer.position(at)));
    return read;
  }

  /** Whether all that the topics have was given. */
  boolean upToDate() {
    List<TopicPartition> partitions =
        consumer.partitionsFor(facts.relation.name()).stream()
            .map(at -> new TopicPartition(at.topic(), at.partition()))
            .toList();
    return consumer.endOffsets(partitions).entrySet().stream()
        .allMatch(end -> end.getValue() - state.after().position(end.getKey()) < MOST_ROWS);
  }

  /** Behind the last fact that was given, by partition. */
  SortedMap<Integer, Long> factPositions() {
    SortedMap<Integer, Long> fed = new TreeMap<>();
    for (PartitionInfo at : consumer.partitionsFor(facts.relation.name())) {
      fed.put(
          at.partition(), state.after().position(new TopicPartition(at.topic(), at.partition())));
    }
    return fed;
  }

  Drift.Fed fed() {
    return state.after().fed();
  }

  @Override
  public void close() {
    // A consumer closes only for who is not interrupted.
    boolean interrupted = Thread.interrupted();
    consumer.close();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
