package dev.prejoin.app.restate;

import dev.prejoin.app.definitions.DefinitionState;
import dev.prejoin.app.definitions.DefinitionWriter;
import dev.prejoin.app.definitions.RestateRequest;
import dev.prejoin.app.definitions.ViewHistory;
import dev.prejoin.app.resend.Sender;
import dev.prejoin.app.status.KafkaStanding;
import dev.prejoin.plan.Source;
import dev.prejoin.runtime.GroupMember;
import dev.prejoin.runtime.Status;
import dev.prejoin.schema.RecordLimit;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.schema.TopicNames;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.Changes;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.ClickHouseWarehouse;
import dev.prejoin.sink.clickhouse.RowsBefore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * One membership in the group of those that could make rows anew whose view has another definition
 * than they: the one that is given the topic of definitions does so, on one thread. New views are
 * filled unasked.
 */
final class ViewRestateLoop implements ConsumerRebalanceListener, Membership.Work {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  /** What has failed is tried again after that. */
  private static final Duration REST = Duration.ofSeconds(1);

  /** Kafka takes a member for dead that asks for nothing for five minutes; a step may take two. */
  private static final Duration MOST_BETWEEN_POLLS = Duration.ofSeconds(60);

  private final RestateSettings settings;
  private final Status status;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final KafkaStanding kafka;
  private final DefinitionLog log;
  private final DefinitionWriter writer;
  private final Landed landed;
  private final ViewRestatement.Means means;
  private final Map<String, ViewRestatement> bySource = new LinkedHashMap<>();
  private final Map<String, Sender<Restated>> senders = new HashMap<>();

  /** By source: where it was last asked that its new views be filled. */
  private final Map<String, Long> asked = new HashMap<>();

  private boolean owner;
  private long nextLook = System.nanoTime();

  ViewRestateLoop(
      RestateSettings settings,
      RowCodecs codecs,
      ClickHouse clickHouse,
      Allowance allowance,
      RestateMeters meters,
      Status status) {
    this.settings = settings;
    this.status = status;
    kafka = new KafkaStanding(settings.kafka());
    log = new DefinitionLog(settings.kafka());
    writer = new DefinitionWriter(settings.kafka());
    landed = new Landed(new ClickHouseWarehouse(clickHouse), kafka, settings.kafka());
    means =
        new ViewRestatement.Means(
            landed,
            writer,
            new RowsBefore(clickHouse),
            new InputRows(new Changes(clickHouse), codecs, RecordLimit.of(settings.kafka())),
            allowance,
            meters);
    consumer = consumer();
    consumer.subscribe(List.of(TopicNames.DEFINITIONS), this);
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties =
        GroupMember.of(settings.kafka(), settings.viewsGroupId(), settings.instanceId());
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    // It is read by another consumer, whole; here it tells only whose the work is.
    consumer.pause(partitions);
    owner |= !partitions.isEmpty();
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    owner = false;
    bySource.clear();
    senders.values().forEach(Sender::close);
    senders.clear();
  }

  @Override
  public void turn() {
    boolean rests = System.nanoTime() - nextLook < 0;
    boolean busy = !rests && bySource.values().stream().anyMatch(ViewRestatement::isBusy);
    consumer.poll(busy ? Duration.ZERO : LOOK_EVERY);
    boolean known = log.read();
    if (rests) {
      return;
    }
    nextLook = System.nanoTime();
    try {
      List<String> words = owner && known ? steps() : List.of();
      status.running(busy || !words.isEmpty() ? "restates views" : "no view is to be restated");
      if (!words.isEmpty()) {
        status.progress("restates " + String.join("; ", words));
      }
    } catch (WarehouseException e) {
      // What was found and sent so far stays so: it goes on there.
      status.waiting(String.valueOf(e.getMessage()));
      nextLook = System.nanoTime() + REST.toNanos();
    }
  }

  private List<String> steps() {
    List<String> words = new ArrayList<>();
    List<ViewHistory> histories = settings.views().histories().of(log.state(), partitions());
    long begun = System.nanoTime();
    for (Source source : settings.views().sources()) {
      String name = source.relation().name();
      List<ViewHistory> own =
          histories.stream()
              .filter(history -> history.source().relation().name().equals(name))
              .toList();
      step(source, own).ifPresent(text -> words.add("%s: %s".formatted(name, text)));
      if (System.nanoTime() - begun > MOST_BETWEEN_POLLS.toNanos()) {
        break;
      }
    }
    return words;
  }

  private Map<String, Set<Integer>> partitions() {
    Map<String, Set<Integer>> partitions = new TreeMap<>();
    for (Source source : settings.views().sources()) {
      String name = source.relation().name();
      partitions.put(
          name,
          landed.partitions(name).stream()
              .map(TopicPartition::partition)
              .collect(Collectors.toCollection(TreeSet::new)));
    }
    return partitions;
  }

  private Optional<String> step(Source source, List<ViewHistory> histories) {
    String name = source.relation().name();
    DefinitionState state = log.state();
    Optional<RestateRequest> open = state.open(name);
    if (open.isEmpty()) {
      bySource.remove(name);
      fill(name, histories);
      return Optional.empty();
    }
    if (open.get().paused()) {
      ViewRestatement begun = bySource.remove(name);
      if (begun != null) {
        begun.keep(state);
      }
      return Optional.of("paused");
    }
    ViewRestatement begun = bySource.get(name);
    if (begun == null || !begun.is(open.get())) {
      // Now, not when there is something to send: what a predecessor left open ends with it, and
      // whoever reads the rows waits for that.
      begun = new ViewRestatement(source, open.get(), means, sender(name)::send);
      bySource.put(name, begun);
    }
    return Optional.of(begun.step(state, histories));
  }

  /** What is new has nothing that somebody may want to keep. */
  private void fill(String source, List<ViewHistory> histories) {
    Set<String> isNew =
        histories.stream()
            .filter(history -> history.state() == ViewHistory.State.NEW)
            .map(history -> history.view().target().name())
            .collect(Collectors.toCollection(TreeSet::new));
    // What is written is read a little later. If it is read, and nothing is open though the views
    // are still new, then somebody has asked for something else at the same time.
    if (!isNew.isEmpty() && asked.getOrDefault(source, -1L) < log.position()) {
      asked.put(
          source,
          writer.request(source, new RestateRequest(UUID.randomUUID().toString(), isNew, false)));
    }
  }

  private Sender<Restated> sender(String source) {
    return senders.computeIfAbsent(
        source,
        name ->
            new Sender<>(
                settings.kafka(),
                settings.viewsGroupId() + "-" + name,
                (topic, key) -> means.rows().key(relation(topic), key)));
  }

  private Relation relation(String topic) {
    return settings.views().sources().stream()
        .map(Source::relation)
        .filter(relation -> relation.name().equals(topic))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public void close() {
    senders.values().forEach(Sender::close);
    writer.close();
    log.close();
    landed.close();
    kafka.close();
    GroupMember.leave(consumer);
  }
}
