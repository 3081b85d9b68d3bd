package dev.prejoin.sink.simulation;

import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Done;
import dev.prejoin.sink.Segment;
import dev.prejoin.sink.TableRow;
import dev.prejoin.sink.Version;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Holds the world against the invariants. */
final class Checks {
  private final World world;
  private final Map<String, Actor> owners = new HashMap<>();

  /**
   * Segments of which the backup that was restored last had nothing, unless they were used since.
   */
  private final Set<String> lost = new HashSet<>();

  private final Map<String, Integer> shown = new HashMap<>();

  /** Of each aggregate and bucket, the keys that readers saw and the table had. */
  private final Map<String, Map<List<Object>, Set<String>>> standing = new HashMap<>();

  /** From a restored backup until the next rest, tables may lack what they had. */
  private boolean forgiving;

  Checks(World world) {
    this.world = world;
  }

  /**
   * A backup was restored. Nobody need remember segments of which nothing is left, neither rows nor
   * a process.
   */
  void restored(Set<String> segments) {
    forgiving = true;
    shown.clear();
    standing.clear();
    lost.addAll(owners.keySet());
    lost.removeAll(segments);
    forget(segments);
  }

  /** As {@link #restored}, if a backup was: now that the processes have ended, too. */
  void forget(Set<String> segments) {
    if (forgiving) {
      owners.entrySet().removeIf(e -> !segments.contains(e.getKey()) && e.getValue().ended());
    }
  }

  /** Whether something has landed of every shard since that backup. */
  boolean isOlder(ModelClickHouse backup) {
    return world.topics().logs().keySet().stream()
        .allMatch(
            partition -> {
              String id = world.topics().id(partition.topic());
              return backup.position(partition.topic(), id, partition.partition())
                  < world.clickHouse().position(partition.topic(), id, partition.partition());
            });
  }

  /** The segments that were used. */
  Set<String> segments() {
    Set<String> there = new HashSet<>(owners.keySet());
    there.removeAll(lost);
    return there;
  }

  /** What any reader may see at this moment. */
  void readers() {
    if (forgiving) {
      return;
    }
    for (Relation relation : Tables.relations()) {
      ModelTable table = world.clickHouse().table(relation);
      table
          .aggregates()
          .forEach(
              (name, aggregate) -> {
                if (isToBeFilled(name)) {
                  return;
                }
                Map<List<Object>, Tally> answer = aggregate.read();
                answer.forEach(
                    (bucket, tally) ->
                        tally
                            .keys()
                            .forEach(
                                (key, times) ->
                                    require(
                                        times <= 1,
                                        Invariant.COUNTED_ONCE,
                                        "%s %s shows %s",
                                        name,
                                        bucket,
                                        tally)));
                appended(name, answer);
                missing(name, answer, aggregate.answer(table.present()));
              });
    }
  }

  /** As whoever asks for the status knows, it does not show all rows yet. */
  private boolean isToBeFilled(String aggregate) {
    return aggregate.equals(Tables.LATE) && world.clickHouse().fills().open(Tables.LATE) > 0;
  }

  private void appended(String name, Map<List<Object>, Tally> answer) {
    List<Object> bucket =
        world.source().appendedBucket(Tables.aggregates(Tables.READINGS).get(name));
    int count = answer.containsKey(bucket) ? answer.get(bucket).count() : 0;
    int before = shown.getOrDefault(name, 0);
    require(
        count >= before || world.source().truncated(),
        Invariant.NEVER_LESS,
        "%s %s shows %s, and has shown %s rows",
        name,
        bucket,
        answer.get(bucket),
        before);
    require(
        count <= world.source().appended(),
        Invariant.NEVER_TOO_MANY,
        "%s %s shows %s",
        name,
        bucket,
        answer.get(bucket));
    shown.put(name, count);
  }

  private void missing(
      String name, Map<List<Object>, Tally> answer, Map<List<Object>, Tally> present) {
    Map<List<Object>, Set<String>> both = new HashMap<>();
    present.forEach(
        (bucket, rows) -> {
          Set<String> keys = new HashSet<>(rows.keys().keySet());
          Set<String> seen =
              answer.containsKey(bucket) ? answer.get(bucket).keys().keySet() : Set.of();
          for (String key : standing.getOrDefault(name, Map.of()).getOrDefault(bucket, Set.of())) {
            require(
                !keys.contains(key) || seen.contains(key),
                Invariant.NEVER_MISSING,
                "%s %s shows %s, and no longer %s, which is there",
                name,
                bucket,
                answer.get(bucket),
                key);
          }
          keys.retainAll(seen);
          both.put(bucket, keys);
        });
    standing.put(name, both);
  }

  /** A writer uses a segment. */
  void uses(Actor actor, Relation relation, int shard, long segment) {
    String which = relation.name() + "-" + shard + " " + Segment.unpack(segment);
    lost.remove(which);
    Actor owner = owners.putIfAbsent(which, actor);
    require(
        owner == null || owner == actor,
        Invariant.SEGMENT_HAS_ONE_OWNER,
        "%s is of %s and of %s",
        which,
        owner == null ? "" : owner.name(),
        actor.name());
  }

  /** A position was recorded as done. */
  void landed(Done done) {
    if (forgiving || done.topic().equals(Tables.REJECTS)) {
      return;
    }
    Relation relation = Tables.relation(done.topic());
    swept(done, relation);
    Map<String, List<TableRow>> rows =
        world.clickHouse().table(relation).newestRows().stream()
            .collect(Collectors.groupingBy(row -> row.key().toString()));
    lastRecords(new TopicPartition(done.topic(), done.shard()), done.position())
        .forEach(
            (key, record) -> {
              Version version = version(record);
              List<TableRow> there = rows.getOrDefault(key, List.of());
              boolean old =
                  there.stream()
                      .anyMatch(row -> !row.deleted() && row.version().compareTo(version) < 0);
              boolean absent =
                  there.stream().noneMatch(row -> row.version().compareTo(version) >= 0);
              require(
                  !old && !(absent && record.value() != null),
                  Invariant.DONE_HAS_LANDED,
                  "%s, but of key %s only %s is there",
                  done,
                  key,
                  there.size());
            });
  }

  /** Nothing is left that a marker ended. */
  private void swept(Done done, Relation relation) {
    for (long offset = 0; offset < done.position(); offset++) {
      ConsumerRecord<byte[], byte[]> record =
          world.topics().log(new TopicPartition(done.topic(), done.shard())).get(offset);
      if (record != null && record.key() == null) {
        Origin origin = Origin.parse(record.headers().lastHeader(Origin.HEADER).value());
        Version below = Version.of(origin.incarnation(), origin.offset());
        require(
            world.clickHouse().table(relation).present(done.shard()).stream()
                .noneMatch(row -> row.version().compareTo(below) < 0),
            Invariant.DONE_HAS_LANDED,
            "%s, but older rows are there than the marker at %s ends",
            done,
            offset);
      }
    }
  }

  private Map<String, ConsumerRecord<byte[], byte[]>> lastRecords(
      TopicPartition partition, long end) {
    Map<String, ConsumerRecord<byte[], byte[]>> last = new TreeMap<>();
    for (long offset = 0; offset < end; offset++) {
      ConsumerRecord<byte[], byte[]> record = world.topics().log(partition).get(offset);
      if (record != null && record.key() == null) {
        last.clear();
      } else if (record != null && !Source.isJunk(record)) {
        Relation relation = Tables.relation(partition.topic());
        last.put(Arrays.asList(Tables.keys(relation).decode(record.key())).toString(), record);
      }
    }
    return last;
  }

  private static Version version(ConsumerRecord<byte[], byte[]> record) {
    Origin origin = Origin.parse(record.headers().lastHeader(Origin.HEADER).value());
    return Version.of(origin.incarnation(), origin.offset(), record.offset(), 0);
  }

  /** Everything has landed: all that users can ask must be exact. */
  void atRest() {
    forgiving = false;
    for (Relation relation : Tables.relations()) {
      ModelTable table = world.clickHouse().table(relation);
      List<TableRow> present = table.present();
      Map<Long, Object[]> expected = world.source().present(relation);
      require(
          rows(present).equals(rows(expected)),
          Invariant.ROWS_EXACT,
          "%s has %s, the source %s",
          relation.name(),
          rows(present),
          rows(expected));
      table
          .aggregates()
          .forEach(
              (name, aggregate) ->
                  require(
                      aggregate.read().equals(aggregate.answer(present)),
                      Invariant.BUCKETS_EXACT,
                      "%s shows %s, its rows make %s",
                      name,
                      aggregate.read(),
                      aggregate.answer(present)));
    }
    readers();
    Set<String> rejects = world.clickHouse().rejects();
    require(
        rejects.equals(world.source().rejected()),
        Invariant.REJECTS_EXACT,
        "the rejects are %s, and should be %s",
        rejects,
        world.source().rejected());
    long letters =
        world.topics().deadLetters().stream()
            .map(record -> record.topic() + record.partition() + "@" + record.offset())
            .distinct()
            .count();
    require(
        letters == world.source().undecodable(),
        Invariant.DEAD_LETTERS_COMPLETE,
        "%s of %s dead letters",
        letters,
        world.source().undecodable());
  }

  private static List<String> rows(List<TableRow> rows) {
    return rows.stream()
        .map(row -> row.key().get(0) + "=" + Arrays.toString(row.values()))
        .sorted()
        .toList();
  }

  private static List<String> rows(Map<Long, Object[]> rows) {
    return rows.entrySet().stream()
        .map(row -> row.getKey() + "=" + Arrays.toString(row.getValue()))
        .sorted()
        .toList();
  }

  /** Whether all that the topics hold is recorded, in ClickHouse and in Kafka. */
  Optional<String> missing() {
    for (var entry : world.topics().logs().entrySet()) {
      TopicPartition partition = entry.getKey();
      long end = entry.getValue().lastRecord();
      String id = world.topics().id(partition.topic());
      long done = world.clickHouse().position(partition.topic(), id, partition.partition());
      var committed = world.group().committed(List.of(partition)).get(partition);
      if (done < end || committed == null || committed.offset() < end) {
        return Optional.of(partition + " done " + done + " committed " + committed + " of " + end);
      }
    }
    return world.clickHouse().fills().open() > 0
        ? Optional.of("to be filled: " + world.clickHouse().fills().all())
        : Optional.empty();
  }

  private static void require(boolean holds, Invariant invariant, String what, Object... values) {
    if (!holds) {
      throw new Violation(invariant, what.formatted(values));
    }
  }
}
