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
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
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
  private static final Duration PATIENCE = Duration.ofSeconds(15);

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
  private boolean dimensionsRead;

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
    PeerBatch batch = new PeerBatch(needed());
    SortedMap<String, Long> next = new TreeMap<>(state.after().positions());
    // The end of facts is taken first: what was there before them is among the dimensions, then.
    Map<TopicPartition, Long> factEnds = ends(Set.of(facts.relation.name()));
    Map<TopicPartition, Long> dimensionEnds = ends(dimensions.keySet());
    SortedMap<String, Long> begins = begins(factEnds.keySet());
    int read =
        read(
            dimensionEnds,
            next,
            record -> {
              Target target = dimensions.get(record.topic());
              if (target != null) {
                batch.dimension(target.relation, target.keys, target.values, record);
              }
            });
    dimensionsRead = reached(dimensionEnds, next);
    if (dimensionsRead) {
      read += read(factEnds, next, record -> batch.fact(facts.relation, facts.values, record));
    }
    if (read > 0) {
      write(batch, begins, next);
    }
    return read;
  }

  /** The columns of facts that may be NULL in the source, and not in the peer. */
  private Set<String> needed() {
    return facts.columns.stream()
        .filter(column -> column.type().nullable())
        .map(Column::name)
        .filter(column -> !facts.nullable.contains(column))
        .collect(Collectors.toSet());
  }

  /** Where the facts began when each of their partitions was read first. */
  private SortedMap<String, Long> begins(Collection<TopicPartition> partitions) {
    SortedMap<String, Long> begins = new TreeMap<>(state.after().begins());
    consumer
        .beginningOffsets(partitions)
        .forEach(
            (partition, begin) -> {
              String name = partition.toString();
              long position = state.after().position(partition);
              if (begins.putIfAbsent(name, begin) != null && position < begin) {
                throw new ProblemException(
                    ExitCode.ENVIRONMENT,
                    "%s keeps nothing before offset %d, and %s was fed up to offset %d: what is between will never come. ./prejoin drift --remove drops it, and the next start makes it anew"
                        .formatted(name, begin, settings.database(), position));
              }
            });
    return begins;
  }

  private void write(
      PeerBatch batch, SortedMap<String, Long> begins, SortedMap<String, Long> next) {
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
    state = state.next(begins, next, batch);
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

  private Map<TopicPartition, Long> ends(Collection<String> topics) {
    return consumer.endOffsets(topics.stream().flatMap(this::partitions).toList());
  }

  private Stream<TopicPartition> partitions(String topic) {
    return consumer.partitionsFor(topic).stream()
        .map(partition -> new TopicPartition(topic, partition.partition()));
  }

  private static boolean reached(
      Map<TopicPartition, Long> ends, SortedMap<String, Long> positions) {
    return ends.entrySet().stream()
        .allMatch(end -> PeerState.Point.position(positions, end.getKey()) >= end.getValue());
  }

  /** Reads what is before the ends; returns how many records there were. */
  private int read(Map<TopicPartition, Long> ends, SortedMap<String, Long> next, Taking taking) {
    consumer.assign(ends.keySet());
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(ends.keySet());
    ends.forEach(
        (partition, end) -> {
          long position = PeerState.Point.position(next, partition);
          if (position > end) {
            throw new KafkaException(
                "%s ends at offset %d, and %s was fed up to offset %d; if the topic was made anew, ./prejoin drift --remove drops that database, and the next start makes it anew"
                    .formatted(partition, end, settings.database(), position));
          }
          position = Math.max(position, Math.min(end, begins.getOrDefault(partition, 0L)));
          consumer.seek(partition, position);
          next.put(partition.toString(), position);
        });
    int read = 0;
    long moved = System.nanoTime();
    while (read < MOST_ROWS && !reached(ends, next)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < ends.getOrDefault(partition, 0L)) {
          taking.take(record);
          read++;
        }
      }
      boolean moves = false;
      for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
        long position = Math.min(end.getValue(), consumer.position(end.getKey()));
        moves |= !Long.valueOf(position).equals(next.put(end.getKey().toString(), position));
      }
      if (moves) {
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved > PATIENCE.toNanos()) {
        throw new KafkaException(
            "Kafka gave nothing of %s for %d s, whose ends were not reached"
                .formatted(ends.keySet(), PATIENCE.toSeconds()));
      }
    }
    return read;
  }

  /** Whether all that the topics have was given. */
  boolean upToDate() {
    return dimensionsRead
        && ends(Set.of(facts.relation.name())).entrySet().stream()
            .allMatch(end -> end.getValue() - state.after().position(end.getKey()) < MOST_ROWS);
  }

  /** The facts that were given. */
  DriftSql.Span given() {
    SortedMap<Integer, Long> begin = new TreeMap<>();
    SortedMap<Integer, Long> end = new TreeMap<>();
    partitions(facts.relation.name())
        .forEach(
            partition -> {
              begin.put(partition.partition(), state.after().begin(partition));
              end.put(partition.partition(), state.after().position(partition));
            });
    return new DriftSql.Span(begin, end);
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
