package dev.prejoin.sink.simulation;

import dev.prejoin.schema.Lot;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * The source database and all that comes before the sink: writes become records of topics. It knows
 * what the tables should hold in the end.
 */
final class Source {
  /** Rows of {@link Write.What#APPEND} lie in this day and group; nothing else does. */
  static final int APPENDED_DAY = 9;

  private static final String APPENDED_GROUP = "z";
  private static final byte[] JUNK = "junk".getBytes(StandardCharsets.UTF_8);
  private static final int FIRST_METER = 5;
  private static final int FIRST_DEVICE = 8;

  private final ModelTopics topics;
  private final Map<String, Map<Long, Object[]>> present = new LinkedHashMap<>();
  private final Map<String, Integer> incarnations = new HashMap<>();
  private boolean truncated;
  private int appended;
  private final Set<String> rejected = new TreeSet<>();

  /** By table and key: the last change of a row that is there, or was kept out. */
  private final Map<String, LastChange> lastChanges = new HashMap<>();

  /** A change, with the place in the first topic that it has. */
  private record LastChange(Object[] row, Origin origin) {}

  private int undecodable;

  Source(ModelTopics topics) {
    this.topics = topics;
    Tables.relations().forEach(relation -> present.put(relation.name(), new LinkedHashMap<>()));
  }

  void write(Write write) {
    Relation relation =
        write.key() < FIRST_METER
            ? Tables.READINGS
            : write.key() < FIRST_DEVICE ? Tables.METERS : Tables.DEVICES;
    long key = write.key();
    Map<Long, Object[]> rows = present(relation);
    switch (write.what()) {
      case PUT -> {
        Object[] row = row(relation, key, write.variant());
        send(relation, rows.containsKey(key) ? 'u' : 'c', key, Optional.of(row));
        rows.put(key, row);
      }
      case DELETE -> {
        if (rows.remove(key) != null) {
          send(relation, 'd', key, Optional.empty());
        }
        lastChanges.remove(relation.name() + key);
      }
      case READ_AGAIN -> {
        if (rows.containsKey(key)) {
          incarnations.merge(relation.name(), 2, Math::max);
          send(relation, 'r', key, Optional.ofNullable(rows.get(key)));
        }
      }
      case TRUNCATE -> truncate(relation);
      case SNAPSHOT_AGAIN -> snapshotAgain(relation, write.variant());
      case APPEND -> {
        long id = 100 + appended++;
        Object[] row = {APPENDED_DAY, APPENDED_GROUP, (long) write.variant()};
        send(Tables.READINGS, 'c', id, Optional.of(row));
        present(Tables.READINGS).put(id, row);
      }
      case JUNK -> {
        append(relation.name(), key, JUNK, Origin.captured('c', 1), "", "");
        undecodable++;
      }
      case REJECT -> {
        byte[] row = Tables.rows(Tables.READINGS).encode(row(Tables.READINGS, key, 0));
        append(
            Tables.REJECTS,
            key,
            row,
            Origin.captured('c', 1),
            TopicNames.RULE_HEADER,
            "rule " + write.variant());
        rejected.add(keyText(key));
      }
      case KEEP_OUT -> keepOut(relation, key, row(relation, key, write.variant()));
      case REPLAY -> replay(relation, key, write.variant());
      case FILL -> {}
      case GAP -> topics.log(partition(relation.name(), key)).add(null);
    }
  }

  private void keepOut(Relation relation, long key, Object[] row) {
    ModelTopics.Log log = topics.log(partition(relation.name(), key));
    Origin origin = Origin.captured('u', incarnation(relation)).at(log.end());
    if (present(relation).remove(key) == null) {
      log.add(null);
    } else {
      send(relation, origin, key, Optional.empty());
    }
    reject(relation, key, row, origin);
    lastChanges.put(relation.name() + key, new LastChange(row, origin));
  }

  /** As a dimension has changed, the last change of a row comes once more, with others. */
  void restate(Lot lot, long key, int variant) {
    Relation relation = Tables.READINGS;
    LastChange last = Objects.requireNonNull(lastChanges.get(relation.name() + key));
    Object[] row = row(relation, key, variant);
    Origin origin = Origin.restated(last.origin.incarnation(), last.origin.offset()).in(lot);
    send(relation, origin, key, Optional.of(row));
    present(relation).put(key, row);
  }

  /** As nothing is replayed that has changed since, its change is the last one. */
  private void replay(Relation relation, long key, int variant) {
    LastChange last = lastChanges.get(relation.name() + key);
    if (last == null) {
      return;
    }
    boolean passes = present(relation).containsKey(key) || variant % 3 != 0;
    Origin origin = Origin.replayed('u', last.origin.incarnation(), last.origin.offset());
    send(relation, origin, key, Optional.of(last.row).filter(row -> passes));
    if (passes) {
      present(relation).put(key, last.row);
    }
    if (passes && relation.equals(Tables.READINGS)) {
      append(Tables.REJECTS, key, null, origin, TopicNames.PASSED_HEADER, "l1-0@0");
      rejected.remove(keyText(key));
    } else if (!passes) {
      reject(relation, key, last.row, origin);
    }
  }

  private void reject(Relation relation, long key, Object[] row, Origin origin) {
    if (relation.equals(Tables.READINGS)) {
      byte[] bytes = Tables.rows(relation).encode(row);
      append(Tables.REJECTS, key, bytes, origin, TopicNames.RULE_HEADER, "rule");
      rejected.add(keyText(key));
    }
  }

  private static String keyText(long key) {
    return new String(
        Tables.keys(Tables.READINGS).encode(new Object[] {key}), StandardCharsets.UTF_8);
  }

  private void truncate(Relation relation) {
    Set<Long> all = Set.copyOf(present(relation).keySet());
    lastChanges.keySet().removeIf(name -> name.startsWith(relation.name()));
    present(relation).clear();
    end(relation, all, Origin.truncated(incarnation(relation)));
  }

  private void snapshotAgain(Relation relation, int variant) {
    incarnations.merge(relation.name(), 2, (before, second) -> before + 1);
    Map<Long, Object[]> rows = present(relation);
    Set<Long> gone =
        rows.keySet().stream().filter(key -> (key + variant) % 3 == 0).collect(Collectors.toSet());
    rows.keySet().removeAll(gone);
    lastChanges.keySet().removeIf(name -> name.startsWith(relation.name()));
    rows.forEach((key, row) -> send(relation, 'r', key, Optional.of(row)));
    end(relation, gone, Origin.onlyFrom(incarnation(relation)));
  }

  private void end(Relation relation, Set<Long> keys, Origin marker) {
    if (relation.equals(Tables.DEVICES)) {
      keys.stream().sorted().forEach(key -> send(relation, 'd', key, Optional.empty()));
      return;
    }
    for (int partition = 0; partition < Tables.TOPICS.get(relation.name()); partition++) {
      append(new TopicPartition(relation.name(), partition), null, null, marker, "", "");
    }
    truncated |= relation.equals(Tables.READINGS);
  }

  private int incarnation(Relation relation) {
    return incarnations.getOrDefault(relation.name(), 1);
  }

  private static Object[] row(Relation relation, long key, int variant) {
    return switch (relation.name()) {
      case "readings" -> new Object[] {variant % 2, variant % 3 == 0 ? "a" : "b", 10L + variant};
      case "meters" -> new Object[] {variant % 3, 10L + variant};
      default -> new Object[] {key, "name " + variant};
    };
  }

  private void send(Relation relation, char op, long key, Optional<Object[]> row) {
    long end = topics.log(partition(relation.name(), key)).end();
    Origin origin = Origin.captured(op, incarnation(relation)).at(end);
    row.ifPresent(values -> lastChanges.put(relation.name() + key, new LastChange(values, origin)));
    send(relation, origin, key, row);
  }

  private void send(Relation relation, Origin origin, long key, Optional<Object[]> row) {
    byte[] value = row.map(Tables.rows(relation)::encode).orElse(null);
    append(relation.name(), key, value, origin, TopicNames.RULE_HEADER, "");
  }

  private void append(
      String topic, long key, byte @Nullable [] value, Origin origin, String header, String text) {
    byte[] keyBytes = Tables.keys(Tables.relation(topic)).encode(new Object[] {key});
    append(partition(topic, key), keyBytes, value, origin, header, text);
  }

  private void append(
      TopicPartition partition,
      byte @Nullable [] key,
      byte @Nullable [] value,
      Origin origin,
      String header,
      String text) {
    ModelTopics.Log log = topics.log(partition);
    RecordHeaders headers = new RecordHeaders();
    headers.add(Origin.HEADER, origin.at(log.end()).toBytes());
    if (!text.isEmpty()) {
      headers.add(header, text.getBytes(StandardCharsets.UTF_8));
    }
    log.add(
        new ConsumerRecord<>(
            partition.topic(),
            partition.partition(),
            log.end(),
            0L,
            TimestampType.CREATE_TIME,
            key == null ? -1 : key.length,
            value == null ? -1 : value.length,
            key,
            value,
            headers,
            Optional.empty()));
  }

  private static TopicPartition partition(String topic, long key) {
    return new TopicPartition(topic, (int) (key % Tables.TOPICS.get(topic)));
  }

  /** The rows that a table should hold, by their keys. */
  Map<Long, Object[]> present(Relation relation) {
    return present.get(relation.name());
  }

  static boolean isJunk(ConsumerRecord<byte[], byte[]> record) {
    return Arrays.equals(record.value(), JUNK);
  }

  /** Whether rows were ever taken from where they are only appended. */
  boolean truncated() {
    return truncated;
  }

  int appended() {
    return appended;
  }

  /** The keys of rows that were kept out last, as JSON. */
  Set<String> rejected() {
    return rejected;
  }

  int undecodable() {
    return undecodable;
  }

  List<Object> appendedBucket(List<String> columns) {
    if (columns.equals(List.of("day"))) {
      return List.of(APPENDED_DAY);
    }
    return columns.size() == 1 ? List.of(APPENDED_GROUP) : List.of(APPENDED_DAY, APPENDED_GROUP);
  }
}
