package dev.prejoin.app;

import dev.prejoin.capture.CaptureSettings;
import dev.prejoin.config.Settings;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** The topics of pipelines: made if they are not there, refused if they are of another shape. */
final class KafkaTopics {
  /** Capture's positions: one compacted partition. */
  static final String CAPTURE_OFFSETS = "prejoin.capture";

  private final Settings.Topics settings;
  private final List<NewTopic> topics;
  private final List<String> rows;

  KafkaTopics(Pipelines pipelines, Settings.Topics settings) {
    this.settings = settings;
    this.topics = topics(pipelines);
    this.rows =
        Stream.concat(
                pipelines.sources().stream().map(Source::relation),
                pipelines.plans().stream().flatMap(plan -> plan.views().stream()).map(View::target))
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
   * Makes those that are missing; returns every topic whose partition count or clean-up policy is
   * unfit, a line each.
   */
  List<String> ensure(Admin admin) {
    List<String> problems = new ArrayList<>();
    List<NewTopic> missing = new ArrayList<>();
    Shapes shapes = new Shapes(admin, topics);
    for (NewTopic topic : topics) {
      try {
        problems.addAll(shapes.check(topic));
      } catch (UnknownTopicOrPartitionException e) {
        missing.add(topic);
      }
    }
    Map<String, KafkaFuture<Void>> made = admin.createTopics(missing).values();
    for (NewTopic topic : missing) {
      try {
        get(made.get(topic.name()));
      } catch (TopicExistsException e) {
        problems.addAll(check(admin, topic));
      }
    }
    return problems;
  }

  private List<NewTopic> topics(Pipelines pipelines) {
    Map<String, NewTopic> byName = new LinkedHashMap<>();
    byName.put(CAPTURE_OFFSETS, topic(CAPTURE_OFFSETS, 1, CaptureSettings.OFFSETS_TOPIC));
    byName.put(TopicNames.LOOKUPS, topic(TopicNames.LOOKUPS, 1, CaptureSettings.OFFSETS_TOPIC));
    Set<String> ordered = ordered(pipelines);
    for (Source source : pipelines.sources()) {
      String name = source.relation().name();
      if (source.isDimension()) {
        add(byName, name, 1, TopicConfig.CLEANUP_POLICY_COMPACT);
      } else {
        addFacts(byName, name, partitions(ordered, source));
      }
      addFacts(byName, TopicNames.deadLetters(name), settings.partitions());
    }
    for (Plan plan : pipelines.plans()) {
      for (View view : plan.views()) {
        String target = view.target().name();
        int partitions = partitions(ordered, plan.facts(view));
        if (view.dimension()) {
          add(byName, target, 1, TopicConfig.CLEANUP_POLICY_COMPACT);
        } else {
          addFacts(byName, target, partitions);
        }
        addFacts(byName, TopicNames.deadLetters(target), settings.partitions());
        if (view.keepRejects()) {
          addFacts(byName, TopicNames.rejects(target), partitions);
        }
      }
    }
    return List.copyOf(byName.values());
  }

  /**
   * The sources that a dimension is made of: of one partition, as rows of different keys may claim
   * one key of the dimension, and the later one must win.
   */
  private static Set<String> ordered(Pipelines pipelines) {
    return pipelines.plans().stream()
        .flatMap(plan -> plan.views().stream().filter(View::dimension).map(plan::facts))
        .map(source -> source.relation().name())
        .collect(Collectors.toSet());
  }

  private int partitions(Set<String> ordered, Source source) {
    return ordered.contains(source.relation().name()) ? 1 : settings.partitions();
  }

  private void addFacts(Map<String, NewTopic> topics, String name, int partitions) {
    add(topics, name, partitions, TopicConfig.CLEANUP_POLICY_DELETE);
  }

  private void add(Map<String, NewTopic> topics, String name, int partitions, String policy) {
    Map<String, String> config = new LinkedHashMap<>();
    config.put(TopicConfig.CLEANUP_POLICY_CONFIG, policy);
    if (policy.equals(TopicConfig.CLEANUP_POLICY_DELETE)) {
      config.put(
          TopicConfig.RETENTION_MS_CONFIG,
          Long.toString(Duration.ofHours(settings.retentionHours()).toMillis()));
    } else {
      // Somebody may have looked up what has changed back since: the sink must see that it did.
      config.put(
          TopicConfig.MIN_COMPACTION_LAG_MS_CONFIG,
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

  /**
   * Why a topic that is there is unfit.
   *
   * @throws UnknownTopicOrPartitionException if it is not there, or the broker that is asked does
   *     not know yet that another process has just made it
   */
  static List<String> check(Admin admin, NewTopic wanted) {
    return new Shapes(admin, List.of(wanted)).check(wanted);
  }

  /** What topics are like, asked for all of them at once. */
  private static final class Shapes {
    private final Map<String, KafkaFuture<TopicDescription>> described;
    private final Map<ConfigResource, KafkaFuture<Config>> configured;

    Shapes(Admin admin, List<NewTopic> topics) {
      described =
          admin.describeTopics(topics.stream().map(NewTopic::name).toList()).topicNameValues();
      configured = admin.describeConfigs(topics.stream().map(Shapes::resource).toList()).values();
    }

    private static ConfigResource resource(NewTopic topic) {
      return new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
    }

    List<String> check(NewTopic wanted) {
      List<String> problems = new ArrayList<>();
      TopicDescription found = get(described.get(wanted.name()));
      if (found.topicId().equals(Uuid.ZERO_UUID)) {
        problems.add(
            "Kafka tells no id of topic %s, by which one that is made anew is known: prejoin needs Kafka 2.8 or newer"
                .formatted(wanted.name()));
      }
      int partitions = found.partitions().size();
      if (partitions != wanted.numPartitions()) {
        problems.add(
            "topic %s has %d partitions and should have %d: another count moves keys to other"
                    .formatted(wanted.name(), partitions, wanted.numPartitions())
                + " shards; set topic.partitions, or delete the topics and start anew"
                + " (what a dimension is made of has one partition, whatever the setting)");
      }
      String policy = wanted.configs().get(TopicConfig.CLEANUP_POLICY_CONFIG);
      String is =
          get(configured.get(resource(wanted))).get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
      if (!is.equals(policy)) {
        problems.add(
            "topic %s has cleanup.policy=%s and should have %s, as it is %s; set it, or delete the topic and start anew"
                .formatted(
                    wanted.name(),
                    is,
                    policy,
                    TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)
                        ? "compacted to the latest row of each key"
                        : "a topic of facts, whose every version counts"));
      }
      return problems;
    }
  }

  private static <T> T get(@Nullable KafkaFuture<T> future) {
    try {
      return Objects.requireNonNull(future).get();
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
