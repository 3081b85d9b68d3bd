package dev.prejoin.app.restate;

import dev.prejoin.app.resend.Sender;
import dev.prejoin.app.status.KafkaStanding;
import dev.prejoin.runtime.GroupMember;
import dev.prejoin.runtime.Status;
import dev.prejoin.schema.RecordLimit;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.Changes;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.ClickHouseWarehouse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** One membership in the group: restates the dimensions that it is given, on one thread. */
final class RestateLoop implements ConsumerRebalanceListener, Membership.Work {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  /** How often it looks for changes while nothing is under way. */
  private static final Duration IDLE = Duration.ofMillis(500);

  /** What has failed is tried again after that. */
  private static final Duration REST = Duration.ofSeconds(1);

  /** Kafka takes a member for dead that asks for nothing for five minutes; a step may take two. */
  private static final Duration MOST_BETWEEN_POLLS = Duration.ofSeconds(60);

  /** What is waited for is told only if it lasts. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final RestateSettings settings;
  private final Status status;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaStanding kafka;
  private final LookupPositions lookups;
  private final Landed landed;
  private final InputRows rows;
  private final Restatement.Means means;
  private final Map<String, RestatedDimension> dimensions;
  private final Map<String, Relation> sources = new HashMap<>();
  private final Set<TopicPartition> assigned = new HashSet<>();
  private final Map<TopicPartition, Restatement> owned = new HashMap<>();
  private final Map<TopicPartition, Sender<Restated>> senders = new HashMap<>();
  private final Map<TopicPartition, Long> told = new HashMap<>();
  private long waitsSince = -1;
  private long nextLook = System.nanoTime();
  private boolean failed;

  RestateLoop(
      RestateSettings settings,
      RowCodecs codecs,
      ClickHouse clickHouse,
      Allowance allowance,
      RestateMeters meters,
      Status status) {
    this.settings = settings;
    this.status = status;
    this.dimensions =
        settings.dimensions().stream()
            .collect(Collectors.toMap(RestatedDimension::name, Function.identity()));
    settings
        .dimensions()
        .forEach(
            dimension ->
                dimension
                    .inputs()
                    .forEach(
                        inputs ->
                            sources.put(
                                inputs.source().relation().name(), inputs.source().relation())));
    rows = new InputRows(new Changes(clickHouse), codecs, RecordLimit.of(settings.kafka()));
    kafka = new KafkaStanding(settings.kafka());
    lookups = new LookupPositions(settings.kafka());
    landed = new Landed(new ClickHouseWarehouse(clickHouse), kafka, settings.kafka());
    means = new Restatement.Means(lookups, landed, rows, allowance, meters);
    consumer = consumer();
    consumer.subscribe(dimensions.keySet(), this);
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties =
        GroupMember.of(settings.kafka(), settings.groupId(), settings.instanceId());
    // Nothing is read: what has changed is in ClickHouse.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    consumer.pause(partitions);
    assigned.addAll(partitions);
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      assigned.remove(partition);
      owned.remove(partition);
      told.remove(partition);
      Sender<Restated> sender = senders.remove(partition);
      if (sender != null) {
        sender.close();
      }
    }
  }

  /** Does a little for each dimension that is this member's. */
  @Override
  public void turn() {
    boolean busy = !failed && owned.values().stream().anyMatch(Restatement::isBusy);
    consumer.poll(busy ? Duration.ZERO : LOOK_EVERY);
    takeOver();
    boolean tells = lookups.read() && !failed;
    if (System.nanoTime() - nextLook < 0 && !tells) {
      return;
    }
    failed = false;
    try {
      Optional<String> missing = steps();
      tell();
      say(missing);
      boolean idle = owned.values().stream().noneMatch(Restatement::isWithinAPart);
      nextLook = System.nanoTime() + (idle ? IDLE.toNanos() : 0);
    } catch (WarehouseException e) {
      // What was found and sent so far stays so: it goes on there.
      status.waiting(String.valueOf(e.getMessage()));
      nextLook = System.nanoTime() + REST.toNanos();
      failed = true;
    }
  }

  private Optional<String> steps() {
    Optional<String> missing = Optional.empty();
    Set<TopicPartition> asked = new HashSet<>(owned.keySet());
    owned.values().forEach(each -> asked.addAll(each.awaited()));
    Map<TopicPartition, Long> positions = landed.landed(asked);
    long begun = System.nanoTime();
    for (Restatement each : owned.values()) {
      Optional<String> waits = each.step(positions);
      missing = missing.or(() -> waits);
      if (System.nanoTime() - begun > MOST_BETWEEN_POLLS.toNanos()) {
        break;
      }
    }
    return missing;
  }

  private void takeOver() {
    if (assigned.isEmpty()) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(assigned);
    for (TopicPartition partition : Set.copyOf(assigned)) {
      OffsetAndMetadata last = committed.get(partition);
      // Of a topic that was made anew, all changes are new.
      long position =
          last != null && last.metadata().equals(landed.id(partition.topic())) ? last.offset() : 0;
      RestatedDimension dimension = Objects.requireNonNull(dimensions.get(partition.topic()));
      // Now, not when there is something to send: what a predecessor left open ends with it, and
      // whoever reads the rows waits for that.
      owned.put(partition, new Restatement(dimension, means, sender(partition)::send, position));
      assigned.remove(partition);
    }
  }

  private Sender<Restated> sender(TopicPartition dimension) {
    return senders.computeIfAbsent(
        dimension,
        at -> new Sender<>(settings.kafka(), settings.groupId() + "-" + at.topic(), this::key));
  }

  private Object key(String topic, byte[] key) {
    Relation source = sources.get(topic);
    return source == null ? ByteBuffer.wrap(key) : rows.key(source, key);
  }

  /** Says how far it is, so that whoever comes next goes on there. */
  private void tell() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new TreeMap<>(KafkaStanding.ORDER);
    owned.forEach(
        (at, each) -> {
          if (each.position() > told.getOrDefault(at, -1L)) {
            offsets.put(at, new OffsetAndMetadata(each.position(), landed.id(at.topic())));
          }
        });
    if (offsets.isEmpty()) {
      return;
    }
    try {
      consumer.commitSync(offsets);
      offsets.forEach((at, offset) -> told.put(at, offset.offset()));
    } catch (CommitFailedException | RebalanceInProgressException e) {
      // The next poll tells whose the dimensions are.
    }
  }

  private void say(Optional<String> missing) {
    long now = System.nanoTime();
    if (missing.isEmpty()) {
      waitsSince = -1;
    } else if (waitsSince < 0) {
      waitsSince = now;
    }
    if (waitsSince >= 0 && now - waitsSince > PATIENCE.toNanos()) {
      missing.ifPresent(status::waiting);
    } else {
      status.running(
          "restates rows that look up "
              + String.join(", ", List.copyOf(dimensions.keySet()).stream().sorted().toList()));
    }
  }

  @Override
  public void close() {
    senders.values().forEach(Sender::close);
    lookups.close();
    landed.close();
    kafka.close();
    GroupMember.leave(consumer);
  }
}
