package dev.prejoin.app.status;

import dev.prejoin.runtime.KafkaAnswer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** What Kafka tells of groups and topics. Every method throws a KafkaException if it does not. */
public final class KafkaStanding implements AutoCloseable {
  private static final int PATIENCE_MS = 10_000;

  /** By topic, then by number. */
  public static final Comparator<TopicPartition> ORDER =
      Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition);

  private final Admin admin;

  public KafkaStanding(Map<String, String> kafka) {
    Map<String, Object> client = new HashMap<>(kafka);
    client.put("request.timeout.ms", PATIENCE_MS);
    client.put("default.api.timeout.ms", PATIENCE_MS);
    admin = Admin.create(client);
  }

  /** A group that reads these topics; those that are not there are left out. */
  public GroupStanding group(String group, Collection<String> topics) {
    Map<TopicPartition, OffsetAndMetadata> committed =
        KafkaAnswer.of(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    List<GroupStanding.Position> positions = new ArrayList<>();
    offsets(topics, OffsetSpec.latest())
        .forEach(
            (at, end) -> {
              OffsetAndMetadata offset = committed.get(at);
              positions.add(
                  new GroupStanding.Position(
                      at.topic(),
                      at.partition(),
                      offset == null ? -1 : offset.offset(),
                      end,
                      offset == null ? "" : offset.metadata()));
            });
    return new GroupStanding(group, members(group), positions);
  }

  /** The offset of the next record of each partition that a group has committed one of. */
  public Map<TopicPartition, Long> committed(String group) {
    Map<TopicPartition, Long> offsets = new HashMap<>();
    KafkaAnswer.of(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach((at, found) -> offsets.put(at, found.offset()));
    return offsets;
  }

  private int members(String group) {
    try {
      return KafkaAnswer.of(admin.describeConsumerGroups(List.of(group)).all()).values().stream()
          .mapToInt(found -> found.members().size())
          .sum();
    } catch (GroupIdNotFoundException e) {
      return 0;
    }
  }

  /** All committed records that each partition has now; topics that are not there are left out. */
  public Map<TopicPartition, Span> spans(Collection<String> topics) {
    Map<TopicPartition, Long> begins = offsets(topics, OffsetSpec.earliest());
    Map<TopicPartition, Span> spans = new TreeMap<>(ORDER);
    offsets(topics, OffsetSpec.latest())
        .forEach((at, end) -> spans.put(at, new Span(begins.getOrDefault(at, 0L), end)));
    return spans;
  }

  /** The committed records that have come since. */
  public Map<TopicPartition, Span> spansAfter(Map<TopicPartition, Span> before) {
    Map<TopicPartition, Span> spans = new TreeMap<>(ORDER);
    Set<String> topics =
        before.keySet().stream().map(TopicPartition::topic).collect(Collectors.toSet());
    Map<TopicPartition, Long> ends = offsets(topics, OffsetSpec.latest());
    before.forEach(
        (at, span) -> spans.put(at, new Span(span.to(), ends.getOrDefault(at, span.to()))));
    return spans;
  }

  /** The offset behind all records of each partition, committed or not. */
  public Map<TopicPartition, Long> uncommittedEnds(Collection<String> topics) {
    return offsets(topics, OffsetSpec.latest(), IsolationLevel.READ_UNCOMMITTED);
  }

  private Map<TopicPartition, Long> offsets(Collection<String> topics, OffsetSpec which) {
    return offsets(topics, which, IsolationLevel.READ_COMMITTED);
  }

  private Map<TopicPartition, Long> offsets(
      Collection<String> topics, OffsetSpec which, IsolationLevel isolation) {
    Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
    for (TopicDescription topic : described(topics)) {
      topic
          .partitions()
          .forEach(p -> wanted.put(new TopicPartition(topic.name(), p.partition()), which));
    }
    Map<TopicPartition, Long> offsets = new TreeMap<>(ORDER);
    KafkaAnswer.of(admin.listOffsets(wanted, new ListOffsetsOptions(isolation)).all())
        .forEach((at, found) -> offsets.put(at, found.offset()));
    return offsets;
  }

  /** Kafka's id of each topic that is there. */
  public Map<String, String> ids(Collection<String> topics) {
    Map<String, String> ids = new HashMap<>();
    described(topics).forEach(topic -> ids.put(topic.name(), topic.topicId().toString()));
    return ids;
  }

  private Collection<TopicDescription> described(Collection<String> topics) {
    Set<String> there = KafkaAnswer.of(admin.listTopics().names());
    return KafkaAnswer.of(
            admin
                .describeTopics(topics.stream().filter(there::contains).distinct().toList())
                .allTopicNames())
        .values();
  }

  @Override
  public void close() {
    admin.close();
  }
}
