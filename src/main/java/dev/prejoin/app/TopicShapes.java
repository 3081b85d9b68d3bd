package dev.prejoin.app;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** What topics are like, asked for all of them at once, beside what they should be. */
final class TopicShapes {
  private final String bootstrapServers;
  private final Map<String, KafkaFuture<TopicDescription>> described;
  private final Map<ConfigResource, KafkaFuture<Config>> configured;

  /**
   * Asks.
   *
   * @param bootstrapServers where Kafka is, for messages
   */
  TopicShapes(Admin admin, String bootstrapServers, List<NewTopic> topics) {
    this.bootstrapServers = bootstrapServers;
    described =
        admin.describeTopics(topics.stream().map(NewTopic::name).toList()).topicNameValues();
    configured =
        admin.describeConfigs(topics.stream().map(TopicShapes::resource).toList()).values();
  }

  private static ConfigResource resource(NewTopic topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
  }

  /**
   * Why one of them is unfit and what mends it, a line each; empty if it is fit.
   *
   * @throws org.apache.kafka.common.errors.UnknownTopicOrPartitionException if it is not there, or
   *     the broker that is asked does not know yet that another process has just made it
   * @throws org.apache.kafka.common.errors.ApiException if Kafka does not tell
   */
  List<String> check(NewTopic wanted) {
    TopicDescription found = AdminAnswer.of(described.get(wanted.name()));
    List<String> problems = new ArrayList<>(checkId(found.topicId()));
    int partitions = found.partitions().size();
    if (partitions != wanted.numPartitions()) {
      problems.add(
          "topic %s has %d partitions and should have %d: another count moves keys to other"
                  .formatted(wanted.name(), partitions, wanted.numPartitions())
              + " shards; set topic.partitions, or delete the topics and start anew"
              + " (what a dimension is made of has one partition, whatever the setting)");
    }
    checkPolicy(wanted, problems);
    checkRetention(wanted, problems);
    checkTimes(wanted, problems);
    return problems;
  }

  /** Whether Kafka has ids for topics. */
  List<String> checkId(Uuid id) {
    return id.equals(Uuid.ZERO_UUID)
        ? List.of(
            "Kafka at %s tells no ids of topics, by which one that is made anew is known: prejoin needs Kafka 2.8 or newer"
                .formatted(bootstrapServers))
        : List.of();
  }

  private void checkPolicy(NewTopic wanted, List<String> problems) {
    String policy = wanted.configs().get(TopicConfig.CLEANUP_POLICY_CONFIG);
    String is = value(wanted, TopicConfig.CLEANUP_POLICY_CONFIG);
    if (!is.equals(policy)) {
      problems.add(
          "topic %s has cleanup.policy=%s and should have %s, as it is %s; run: %s; what it has lost meanwhile comes again with ./prejoin snapshot"
              .formatted(
                  wanted.name(),
                  is,
                  policy,
                  TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)
                      ? "compacted to the latest row of each key"
                      : "a topic of facts, whose every version counts",
                  alter(wanted, TopicConfig.CLEANUP_POLICY_CONFIG)));
    }
  }

  /** Longer is well: what the guarantee needs is that nothing ends before it was read. */
  private void checkRetention(NewTopic wanted, List<String> problems) {
    String least = wanted.configs().get(TopicConfig.RETENTION_MS_CONFIG);
    if (least == null) {
      return;
    }
    long is = Long.parseLong(value(wanted, TopicConfig.RETENTION_MS_CONFIG));
    if (is >= 0 && is < Long.parseLong(least)) {
      problems.add(
          "topic %s has retention.ms=%d, less than topic.retention.hours = %d: what was not read by then is lost, if a part is away for longer; run: %s; or set topic.retention.hours lower"
              .formatted(
                  wanted.name(),
                  is,
                  Duration.ofMillis(Long.parseLong(least)).toHours(),
                  alter(wanted, TopicConfig.RETENTION_MS_CONFIG)));
    }
  }

  private void checkTimes(NewTopic wanted, List<String> problems) {
    String type = wanted.configs().get(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
    if (type == null) {
      return;
    }
    String is = value(wanted, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG);
    if (!is.equals(type)) {
      problems.add(
          "topic %s has message.timestamp.type=%s and should have %s, as a record's time is that of the commit in the source; run: %s"
              .formatted(
                  wanted.name(),
                  is,
                  type,
                  alter(wanted, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG)));
    }
  }

  /** The command that gives a topic's setting the value that is wanted. */
  private String alter(NewTopic wanted, String name) {
    return "kafka-configs.sh --bootstrap-server %s --alter --entity-type topics --entity-name %s --add-config %s=%s"
        .formatted(bootstrapServers, wanted.name(), name, wanted.configs().get(name));
  }

  /** A topic's setting, its own or else the broker's. */
  private String value(NewTopic topic, String name) {
    return AdminAnswer.of(configured.get(resource(topic))).get(name).value();
  }
}
