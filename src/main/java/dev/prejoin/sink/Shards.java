package dev.prejoin.sink;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** The partitions that this process owns. Those that were just assigned wait to be taken over. */
final class Shards implements ConsumerRebalanceListener {
  /** Where a user finds how. */
  static final String TABLES_ANEW = "docs/guarantee.md, \"Tables made anew\", says how";

  private final Consumer<byte[], byte[]> consumer;
  private final Commits commits;
  private final Warehouse warehouse;
  private final Topics topics;
  private final Map<String, Landing> landings = new HashMap<>();
  private final Map<String, Decoding> decodings = new HashMap<>();
  private final Map<TopicPartition, Shard> owned = new HashMap<>();
  private final Set<TopicPartition> assigned = new HashSet<>();
  private final java.util.function.Consumer<Shard> whenLost;

  Shards(
      Consumer<byte[], byte[]> consumer,
      Commits commits,
      Warehouse warehouse,
      Topics topics,
      List<Landing> landings,
      java.util.function.Consumer<Shard> whenLost) {
    this.consumer = consumer;
    this.commits = commits;
    this.warehouse = warehouse;
    this.topics = topics;
    this.whenLost = whenLost;
    for (Landing landing : landings) {
      this.landings.put(landing.topic(), landing);
      decodings.put(landing.topic(), new Decoding(landing));
    }
  }

  Set<String> topicNames() {
    return landings.keySet();
  }

  Collection<Shard> owned() {
    return owned.values();
  }

  boolean allTakenOver() {
    return assigned.isEmpty();
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      // Kafka reads "seek in none" as "seek in all".
      return;
    }
    assigned.addAll(partitions);
    // Any position will do until the shard is taken over: nothing is fetched before.
    consumer.pause(partitions);
    consumer.seekToBeginning(partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      assigned.remove(partition);
      Shard shard = owned.remove(partition);
      if (shard != null) {
        whenLost.accept(shard);
      }
    }
  }

  /**
   * Takes over what was assigned: finds out what has landed and what is in doubt, and tells Kafka
   * who owns the shards now.
   */
  void takeOver() {
    if (assigned.isEmpty()) {
      return;
    }
    // Else it would correct rows without saying so to an aggregate that was made meanwhile.
    warehouse.refresh();
    List<TopicPartition> partitions = List.copyOf(assigned);
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(Set.copyOf(assigned));
    Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<String, String> ids = topicIds(partitions);
    Map<ShardName, List<Done>> recorded =
        warehouse.done(partitions.stream().map(Shards::name).toList()).stream()
            .collect(Collectors.groupingBy(done -> new ShardName(done.topic(), done.shard())));
    List<Shard> taken = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      taken.add(
          open(
              partition,
              Objects.requireNonNull(ids.get(partition.topic())),
              Optional.ofNullable(committed.get(partition)),
              recorded.getOrDefault(name(partition), List.of()),
              starts.getOrDefault(partition, 0L),
              ends.getOrDefault(partition, 0L)));
    }
    // First in the warehouse: should Kafka lose its offsets, the segments are still not used again.
    warehouse.record(taken.stream().map(Shard::recorded).toList());
    // With the consumer's generation: a former owner cannot begin anything after this.
    commits.commit(
        taken.stream()
            .collect(Collectors.toMap(Shard::partition, shard -> shard.intent(shard.landed()))));
    for (Shard shard : taken) {
      TopicPartition partition = shard.partition();
      consumer.seek(partition, Math.max(shard.landed(), starts.getOrDefault(partition, 0L)));
      owned.put(partition, shard);
      assigned.remove(partition);
    }
    consumer.resume(partitions);
  }

  private Map<String, String> topicIds(List<TopicPartition> partitions) {
    Map<String, String> ids = new HashMap<>();
    for (TopicPartition partition : partitions) {
      String topic = partition.topic();
      if (!ids.containsKey(topic)) {
        ids.put(topic, topics.id(topic));
        if (landing(partition).kind().isOfFacts()) {
          topics.requireWhole(topic);
        }
      }
    }
    return ids;
  }

  private Shard open(
      TopicPartition partition,
      String topicId,
      Optional<OffsetAndMetadata> committed,
      List<Done> recorded,
      long logStart,
      long logEnd) {
    Landing landing = landing(partition);
    Optional<Intent> intent = committed.flatMap(c -> Intent.parse(c.metadata()));
    intent.ifPresent(i -> requireSameTopic(partition, i.topicId(), topicId));
    recorded.forEach(row -> requireSameTopic(partition, row.topicId(), topicId));
    Optional<Done> done = recorded.stream().findFirst();
    TakeOver takeOver =
        TakeOver.decide(
            committed.map(c -> OptionalLong.of(c.offset())).orElse(OptionalLong.empty()),
            intent,
            done,
            logStart,
            logEnd);
    boolean fact = landing.kind().isOfFacts();
    // Only who has a source's table read again moves an offset there, and takes its intent away.
    boolean readAgain =
        landing.kind().isOfSource()
            && intent.isEmpty()
            && committed.map(offset -> offset.offset() >= logStart).orElse(false);
    if (takeOver.hasGap(logStart) && fact && !readAgain) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          ("%s has landed up to offset %d, but the topic begins at %d: the rows between are gone;"
                  + " let it keep its records longer (retention.ms), and %s")
              .formatted(
                  partition,
                  takeOver.start(),
                  logStart,
                  landing.kind().isOfSource()
                      ? "have its table read again: end prejoin, and ./prejoin snapshot "
                          + partition.topic()
                      : "make its tables anew: " + TABLES_ANEW));
    }
    Shard shard =
        new Shard(
            partition,
            landing,
            Objects.requireNonNull(decodings.get(partition.topic())),
            () -> warehouse.buffer(landing.relation()),
            topicId,
            takeOver,
            done.map(Done::position).orElse(takeOver.start()),
            done.map(Done::clean).orElse(Segment.NONE));
    if (fact && warehouse.shape(landing.relation()).aggregated()) {
      shard.inherit();
      shard.know(warehouse.aggregates(landing.relation()));
    }
    return shard;
  }

  private static ShardName name(TopicPartition partition) {
    return new ShardName(partition.topic(), partition.partition());
  }

  /**
   * Takes over anew what a restored backup has thrown back, and what another has taken over; and
   * hears which shards have no stale buckets.
   */
  void requireRecorded() {
    if (owned.isEmpty()) {
      return;
    }
    Map<ShardName, Done> recorded = new HashMap<>();
    warehouse
        .done(owned.keySet().stream().map(Shards::name).toList())
        .forEach(done -> recorded.put(new ShardName(done.topic(), done.shard()), done));
    for (Shard shard : List.copyOf(owned.values())) {
      Done done = recorded.get(name(shard.partition()));
      if (done == null || isBehind(done, shard) || isReplaced(done, shard)) {
        again(shard);
      } else {
        shard.clean(done.clean());
      }
    }
  }

  /** Has a shard taken over anew, as if another had owned it meanwhile. */
  void again(Shard shard) {
    consumer.pause(Set.of(shard.partition()));
    owned.remove(shard.partition());
    whenLost.accept(shard);
    assigned.add(shard.partition());
  }

  private static boolean isBehind(Done done, Shard shard) {
    return done.position() < shard.recorded().position()
        || done.segment().compareTo(shard.recorded().segment()) < 0
        || done.clean().compareTo(shard.clean()) < 0;
  }

  /** Whether there is a later owner, of whom the group has not told yet. */
  private static boolean isReplaced(Done done, Shard shard) {
    return done.segment().epoch() > shard.segment().epoch();
  }

  /** Refuses a topic that was made anew since it was taken over. */
  void requireSameTopics() {
    Map<String, String> ids = new HashMap<>();
    for (Shard shard : owned.values()) {
      String topic = shard.partition().topic();
      requireSameTopic(shard.partition(), shard.topicId(), ids.computeIfAbsent(topic, topics::id));
    }
  }

  private void requireSameTopic(TopicPartition partition, String before, String topicId) {
    if (!before.equals(topicId)) {
      String topic = partition.topic();
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          ("topic %s was made anew (its id is %s, it was %s): its offsets begin again and would be"
                      + " mistaken for landed rows; make its tables anew: %s")
                  .formatted(topic, topicId, before, TABLES_ANEW)
              + (landing(partition).kind().isOfSource()
                  ? (". It is a source's: `./prejoin snapshot %s` has its table read again, and"
                          + " another topology.application.id the topic")
                      .formatted(topic)
                  : ""));
    }
  }

  private Landing landing(TopicPartition partition) {
    return Objects.requireNonNull(landings.get(partition.topic()));
  }

  /** Decodes what was read. */
  void read(ConsumerRecords<byte[], byte[]> records) {
    for (TopicPartition partition : records.partitions()) {
      Shard shard = owned.get(partition);
      if (shard != null) {
        for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
          shard.read(record);
        }
      }
    }
    owned.forEach((partition, shard) -> shard.readTo(consumer.position(partition)));
  }

  int waiting() {
    return owned.values().stream().mapToInt(Shard::waiting).sum();
  }
}
