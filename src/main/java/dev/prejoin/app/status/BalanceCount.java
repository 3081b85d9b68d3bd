package dev.prejoin.app.status;

import dev.prejoin.plan.Lookup;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.schema.TopicNames;
import dev.prejoin.sink.clickhouse.Figures;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ObjLongConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Counts what became of each row of a source, by the offset of the row's last change in the first
 * topic, which everything that comes of it carries along. The source may change meanwhile: it is
 * read to its end before the table is, and on to its new end after it, and a key that has changed
 * between the two is left out.
 */
final class BalanceCount {
  private final KafkaStanding kafka;
  private final String topology;
  private final String sink;
  private final TopicRecords topics;
  private final Figures warehouse;
  private final Source source;
  private final List<View> chain;
  private final String target;

  /**
   * @param topology the group that reads the source
   * @param sink the group that lands the target
   * @param view the last of the views that are counted
   */
  BalanceCount(
      KafkaStanding kafka,
      String topology,
      String sink,
      TopicRecords topics,
      Figures warehouse,
      Plan plan,
      View view) {
    this.kafka = kafka;
    this.topology = topology;
    this.sink = sink;
    this.topics = topics;
    this.warehouse = warehouse;
    this.source = plan.facts(view);
    this.chain = plan.chain(view);
    this.target = view.target().name();
  }

  /**
   * Counts once.
   *
   * @param settle called when the source was read: what it held should have landed when it returns
   */
  Balance count(Runnable settle) {
    String topic = source.relation().name();
    Map<Integer, OnTheWay> onTheWay = onTheWay(topic);
    Map<Integer, ShardCount> shards = new TreeMap<>();
    Map<TopicPartition, Span> spans = kafka.spans(List.of(topic));
    spans.forEach(
        (at, span) ->
            shards.put(
                at.partition(),
                new ShardCount(
                    span.from(),
                    source.ignoresDeletes(),
                    onTheWay.getOrDefault(at.partition(), OnTheWay.NOTHING))));
    topics.read(spans, record -> shard(shards, record.partition()).changed(record));
    spans.forEach((at, span) -> shard(shards, at.partition()).readTo(span.to()));
    settle.run();
    shards.forEach((shard, count) -> warehouse.firstOffsets(target, shard, count::landed));
    readAside(rejects(), shards, ShardCount::rejected);
    readAside(deadLetters(), shards, ShardCount::deadLetter);
    topics.read(
        kafka.spansAfter(spans), record -> shard(shards, record.partition()).changed(record));
    return shards.values().stream()
        .map(count -> count.balance(topic, target, filters()))
        .reduce(Balance.none(topic, target), Balance::plus);
  }

  /** What is between the source and the table, by partition. */
  private Map<Integer, OnTheWay> onTheWay(String topic) {
    Map<Integer, OnTheWay> onTheWay = new TreeMap<>();
    for (GroupStanding.Position at : kafka.group(topology, List.of(topic)).positions()) {
      onTheWay.put(at.partition(), new OnTheWay(Math.max(at.committed(), 0)));
    }
    List<GroupStanding.Position> landed = kafka.group(sink, List.of(target)).positions();
    Map<TopicPartition, Span> unlanded = kafka.spans(List.of(target));
    for (GroupStanding.Position at : landed) {
      unlanded.computeIfPresent(
          new TopicPartition(at.topic(), at.partition()),
          (partition, span) -> new Span(Math.max(at.committed(), span.from()), span.to()));
    }
    unlanded.values().removeIf(span -> span.from() >= span.to());
    topics.read(
        unlanded,
        record ->
            onTheWay
                .computeIfAbsent(record.partition(), partition -> new OnTheWay(Long.MAX_VALUE))
                .unlanded(record));
    return onTheWay;
  }

  private static ShardCount shard(Map<Integer, ShardCount> shards, int shard) {
    return Objects.requireNonNull(shards.get(shard));
  }

  private List<String> rejects() {
    return chain.stream().filter(View::keepRejects).map(View::rejects).toList();
  }

  private List<String> deadLetters() {
    List<String> topicNames = new ArrayList<>(List.of(source.relation().name()));
    chain.forEach(view -> topicNames.add(view.target().name()));
    return topicNames.stream().map(TopicNames::deadLetters).toList();
  }

  private void readAside(
      List<String> names, Map<Integer, ShardCount> shards, ObjLongConsumer<ShardCount> fate) {
    PutAside aside = new PutAside(Set.of(source.relation().name()));
    topics.read(kafka.spans(names), aside::read);
    aside.forEach(
        (topic, partition, place, at) -> {
          ShardCount count = shards.get(partition);
          if (count != null) {
            fate.accept(count, place);
          }
        });
  }

  /** Whether a row can end in the chain without a trace. */
  private boolean filters() {
    return chain.stream()
        .anyMatch(
            view ->
                (!view.keepRejects() && !view.rules().isEmpty())
                    || view.lookups().stream().anyMatch(Lookup::inner));
  }
}
