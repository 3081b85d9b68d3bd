package dev.prejoin.sink.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Kafka's consumer, as far as the sink uses it: methods of the same names and parameters as in
 * {@link Consumer}. To call another is an error that says so.
 */
public class ModelConsumer {
  private static final int MAX_RECORDS_PER_POLL = 4;

  private final World world;
  private final Actor actor;
  private final Map<TopicPartition, Long> positions = new LinkedHashMap<>();
  private final Set<TopicPartition> paused = new HashSet<>();
  private ModelGroup.@Nullable Member member;
  private @Nullable ConsumerRebalanceListener listener;
  private boolean rejoin;

  ModelConsumer(World world, Actor actor) {
    this.world = world;
    this.actor = actor;
  }

  @SuppressWarnings("unchecked")
  Consumer<byte[], byte[]> asConsumer() {
    return (Consumer<byte[], byte[]>)
        Proxy.newProxyInstance(
            ModelConsumer.class.getClassLoader(),
            new Class<?>[] {Consumer.class},
            (proxy, method, arguments) -> {
              try {
                return getClass()
                    .getMethod(method.getName(), method.getParameterTypes())
                    .invoke(this, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  ModelGroup.@Nullable Member member() {
    return member;
  }

  public void subscribe(Collection<String> topics, ConsumerRebalanceListener rebalances) {
    listener = rebalances;
  }

  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    return world.call(
        actor,
        Port.POLL,
        () -> "poll",
        extent -> {
          stayInGroup();
          ConsumerRecords<byte[], byte[]> records = fetch();
          if (records.isEmpty()) {
            world.clock().pass(timeout);
          }
          return records;
        });
  }

  private void stayInGroup() {
    ConsumerRebalanceListener rebalances = Objects.requireNonNull(listener);
    if (member != null && !world.group().has(member)) {
      List<TopicPartition> lost = List.copyOf(positions.keySet());
      positions.clear();
      paused.clear();
      member = null;
      rebalances.onPartitionsLost(lost);
    }
    if (member == null) {
      member = world.group().join(actor.name());
    } else if (rejoin) {
      world.group().rebalance();
    }
    rejoin = false;
    ModelGroup.Change change = world.group().poll(member);
    if (!change.revoked().isEmpty()) {
      world.trace(() -> actor.name() + " gives up " + change.revoked());
      rebalances.onPartitionsRevoked(change.revoked());
      change.revoked().forEach(positions::remove);
      change.revoked().forEach(paused::remove);
    }
    if (!change.assigned().isEmpty()) {
      world.trace(() -> actor.name() + " gets " + change.assigned());
      change.assigned().forEach(partition -> positions.put(partition, -1L));
      rebalances.onPartitionsAssigned(change.assigned());
    }
  }

  private ConsumerRecords<byte[], byte[]> fetch() {
    Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> found = new LinkedHashMap<>();
    for (TopicPartition partition : positions.keySet()) {
      if (paused.contains(partition)) {
        continue;
      }
      ModelTopics.Log log = world.topics().log(partition);
      long position = position(partition);
      if (position < log.start() || position > log.end()) {
        throw new OffsetOutOfRangeException(Map.of(partition, position));
      }
      long to = Math.min(log.end(), position + world.random().nextInt(MAX_RECORDS_PER_POLL + 1));
      List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
      for (long offset = position; offset < to; offset++) {
        ConsumerRecord<byte[], byte[]> record = log.get(offset);
        if (record != null) {
          records.add(record);
        }
      }
      positions.put(partition, to);
      if (!records.isEmpty()) {
        found.put(partition, records);
      }
    }
    if (!found.isEmpty()) {
      world.trace(() -> actor.name() + " reads " + show(found));
    }
    return new ConsumerRecords<>(found, Map.of());
  }

  private static String show(Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> found) {
    List<String> text = new ArrayList<>();
    found.forEach(
        (partition, records) ->
            text.add(partition + "@" + records.stream().map(ConsumerRecord::offset).toList()));
    return String.join(" ", text);
  }

  public Set<TopicPartition> assignment() {
    return new LinkedHashSet<>(positions.keySet());
  }

  public void pause(Collection<TopicPartition> partitions) {
    requireAssigned(partitions);
    paused.addAll(partitions);
  }

  public void resume(Collection<TopicPartition> partitions) {
    requireAssigned(partitions);
    paused.removeAll(partitions);
  }

  public void seek(TopicPartition partition, long offset) {
    requireAssigned(List.of(partition));
    positions.put(partition, offset);
  }

  public void seekToBeginning(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> seek(partition, world.topics().log(partition).start()));
  }

  /** As Kafka's client knows it from what it fetched last; it is not asked for. */
  public OptionalLong currentLag(TopicPartition partition) {
    Long position = positions.get(partition);
    return position == null || position < 0
        ? OptionalLong.empty()
        : OptionalLong.of(world.topics().log(partition).end() - position);
  }

  public long position(TopicPartition partition) {
    requireAssigned(List.of(partition));
    long position = positions.get(partition);
    if (position < 0) {
      throw new IllegalStateException(partition + " has no position");
    }
    return position;
  }

  private void requireAssigned(Collection<TopicPartition> partitions) {
    if (!positions.keySet().containsAll(partitions)) {
      throw new IllegalStateException(partitions + " are not all assigned: " + positions.keySet());
    }
  }

  public Map<TopicPartition, OffsetAndMetadata> committed(Set<TopicPartition> partitions) {
    return ask("asks for committed offsets", () -> world.group().committed(partitions));
  }

  public Map<TopicPartition, Long> beginningOffsets(Collection<TopicPartition> partitions) {
    return ask("asks for beginnings", () -> offsets(partitions, ModelTopics.Log::start));
  }

  public Map<TopicPartition, Long> endOffsets(Collection<TopicPartition> partitions) {
    return ask("asks for ends", () -> offsets(partitions, ModelTopics.Log::end));
  }

  private Map<TopicPartition, Long> offsets(
      Collection<TopicPartition> partitions,
      java.util.function.Function<ModelTopics.Log, Long> which) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    partitions.forEach(
        partition -> offsets.put(partition, which.apply(world.topics().log(partition))));
    return offsets;
  }

  private <T> T ask(String what, java.util.function.Supplier<T> answer) {
    return world.call(actor, Port.KAFKA, () -> what, extent -> answer.get());
  }

  public void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
    ModelGroup.Member sender = Objects.requireNonNull(member);
    int generation = sender.generation();
    world.call(
        actor,
        Port.COMMIT,
        () -> "commits " + offsets(offsets),
        extent -> {
          world.group().commit(sender, generation, offsets);
          return true;
        });
  }

  private static String offsets(Map<TopicPartition, OffsetAndMetadata> offsets) {
    List<String> text = new ArrayList<>();
    offsets.forEach(
        (partition, offset) ->
            text.add(partition + "@" + offset.offset() + " (" + offset.metadata() + ")"));
    return String.join(", ", text);
  }

  public void enforceRebalance() {
    rejoin = true;
  }

  @SuppressWarnings("removal") // Kafka has no other way to make one, as yet.
  public ConsumerGroupMetadata groupMetadata() {
    boolean in = member != null && world.group().has(member);
    return new ConsumerGroupMetadata(
        "sink",
        in ? Objects.requireNonNull(member).generation() : -1,
        in ? Objects.requireNonNull(member).id() : "",
        java.util.Optional.empty());
  }
}
