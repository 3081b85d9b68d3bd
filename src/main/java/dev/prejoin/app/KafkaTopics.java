package dev.prejoin.app;

import dev.prejoin.capture.CaptureSettings;
import dev.prejoin.config.Settings;
import dev.prejoin.definition.SourceDefinition;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics of a plan: made if they are not there, refused if they are of another shape. */
final class KafkaTopics {
  /** Capture's positions: one compacted partition. */
  static final String CAPTURE_OFFSETS = "prejoin.capture";

  private final Settings.Topics settings;
  private final List<NewTopic> topics;
  private final List<String> rows;

  KafkaTopics(Plan plan, Settings.Topics settings) {
    this.settings = settings;
    this.topics = topics(plan);
    this.rows =
        Stream.concat(
                plan.sources().stream().map(Source::relation),
                plan.views().stream().map(View::target))
            .map(Relation::name)
            .toList();
  }

  /** Those of sources and views, in the order of the data's way. */
  List<String> rows() {
    return rows;
  }

  /** Each topic as it should be. */
  List<NewTopic> wanted() {
    return topics;
  }

  /**
   * Makes those that are missing.
   *
   * @throws ProblemException with every topic whose partition count or clean-up policy is unfit
   */
  void ensure(Admin admin) {
    List<String> problems = new ArrayList<>();
    for (NewTopic topic : topics) {
      try {
        get(admin.createTopics(List.of(topic)).all());
      } catch (TopicExistsException e) {
        check(admin, topic).ifPresent(problems::add);
      }
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.ENVIRONMENT, problems);
    }
  }

  private List<NewTopic> topics(Plan plan) {
    Map<String, NewTopic> byName = new LinkedHashMap<>();
    byName.put(CAPTURE_OFFSETS, topic(CAPTURE_OFFSETS, 1, CaptureSettings.OFFSETS_TOPIC));
    for (Source source : plan.sources()) {
      String name = source.relation().name();
      if (source.kind() == SourceDefinition.Kind.TABLE) {
        add(byName, name, 1, TopicConfig.CLEANUP_POLICY_COMPACT);
      } else {
        addFacts(byName, name);
      }
      addFacts(byName, TopicNames.deadLetters(name));
    }
    for (View view : plan.views()) {
      String target = view.target().name();
      addFacts(byName, target);
      addFacts(byName, TopicNames.deadLetters(target));
      if (view.keepRejects()) {
        addFacts(byName, TopicNames.rejects(target));
      }
    }
    return List.copyOf(byName.values());
  }

  private void addFacts(Map<String, NewTopic> topics, String name) {
    add(topics, name, settings.partitions(), TopicConfig.CLEANUP_POLICY_DELETE);
  }

  private void add(Map<String, NewTopic> topics, String name, int partitions, String policy) {
    Map<String, String> config = new LinkedHashMap<>();
    config.put(TopicConfig.CLEANUP_POLICY_CONFIG, policy);
    if (policy.equals(TopicConfig.CLEANUP_POLICY_DELETE)) {
      config.put(
          TopicConfig.RETENTION_MS_CONFIG,
          Long.toString(Duration.ofHours(settings.retentionHours()).toMillis()));
    }
    // Record times are the source's commit times, which a restored source may have from long ago.
    config.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "CreateTime");
    topics.put(name, topic(name, partitions, config));
  }

  private NewTopic topic(String name, int partitions, Map<String, String> config) {
    return new NewTopic(
            name,
            Optional.of(partitions),
            Optional.of(settings.replicationFactor()).filter(factor -> factor > 0))
        .configs(config);
  }

  private static Optional<String> check(Admin admin, NewTopic wanted) {
    Collection<TopicDescription> found;
    try {
      found = get(admin.describeTopics(List.of(wanted.name())).allTopicNames()).values();
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.of("topic " + wanted.name() + " was deleted while prejoin started");
    }
    return partitionProblem(wanted, found.iterator().next());
  }

  /** Why a topic's count of partitions is unfit. */
  static Optional<String> partitionProblem(NewTopic wanted, TopicDescription found) {
    int partitions = found.partitions().size();
    return partitions == wanted.numPartitions()
        ? Optional.empty()
        : Optional.of(
            "topic %s has %d partitions and should have %d: another count moves keys to other"
                    .formatted(wanted.name(), partitions, wanted.numPartitions())
                + " shards; set topic.partitions, or delete the topics and start anew");
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProblemException(ExitCode.ENVIRONMENT, "stopped while topics were made");
    }
  }
}
