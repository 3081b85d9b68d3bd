package dev.prejoin.app.restate;

import dev.prejoin.app.definitions.DefinitionState;
import dev.prejoin.app.definitions.DefinitionWriter;
import dev.prejoin.app.definitions.RestateRequest;
import dev.prejoin.app.definitions.ViewHistory;
import dev.prejoin.app.resend.Sender;
import dev.prejoin.app.status.KafkaStanding;
import dev.prejoin.plan.Source;
import dev.prejoin.runtime.Status;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.RowCodecs;
import dev.prejoin.schema.TopicNames;
import dev.prejoin.sink.clickhouse.Changes;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.ClickHouseWarehouse;
import dev.prejoin.sink.clickhouse.History;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
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
  private static final String SESSION_TIMEOUT_MS = "6000";

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
  private final Set<String> filled = new HashSet<>();
  private boolean owner;

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
            kafka,
            landed,
            writer,
            new History(clickHouse),
            new InputRows(new Changes(clickHouse), codecs),
            allowance,
            meters);
    consumer = consumer();
    consumer.subscribe(List.of(TopicNames.DEFINITIONS), this);
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
    settings
        .instanceId()
        .ifPresent(id -> properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
    properties.putAll(settings.kafka());
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, settings.viewsGroupId());
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    // It is read by another consumer, whole; here it tells only whose the work is.
    consumer.pause(partitions);
    owner = !consumer.assignment().isEmpty();
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    owner = false;
    bySource.clear();
    senders.values().forEach(Sender::close);
    senders.clear();
  }

  @Override
  public void turn() {
    boolean busy = bySource.values().stream().anyMatch(ViewRestatement::isBusy);
    consumer.poll(busy ? Duration.ZERO : LOOK_EVERY);
    boolean known = log.read();
    List<String> words = new ArrayList<>();
    if (owner && known) {
      List<ViewHistory> histories = settings.views().histories().of(log.state(), partitions());
      for (Source source : settings.views().sources()) {
        String name = source.relation().name();
        List<ViewHistory> own =
            histories.stream()
                .filter(history -> history.source().relation().name().equals(name))
                .toList();
        step(source, own).ifPresent(text -> words.add("%s: %s".formatted(name, text)));
      }
    }
    status.running(busy || !words.isEmpty() ? "restates views" : "no view is to be restated");
    if (!words.isEmpty()) {
      status.progress("restates " + String.join("; ", words));
    }
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
      begun = new ViewRestatement(source, open.get(), means, () -> sender(name));
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
    // It is asked for once, though what is written is read a little later.
    if (!isNew.isEmpty() && filled.add(source + isNew)) {
      writer.request(source, new RestateRequest(UUID.randomUUID().toString(), isNew, false));
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
    consumer.close(
        CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
  }
}
