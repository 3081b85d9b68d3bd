package dev.prejoin.app;

import dev.prejoin.capture.CaptureSettings;
import dev.prejoin.config.Settings;
import dev.prejoin.plan.Plan;
import dev.prejoin.plan.Source;
import dev.prejoin.plan.View;
import dev.prejoin.schema.Relation;
import dev.prejoin.schema.TopicNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

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
   * Makes those that are missing.
   *
   * @param bootstrapServers where Kafka is, for messages
   * @return what is unfit, or what Kafka refuses, and what to do, a line each
   * @throws RetriableException if Kafka does not answer
   */
  List<String> ensure(Admin admin, String bootstrapServers) {
    List<String> problems = new ArrayList<>();
    List<NewTopic> missing = new ArrayList<>();
    Refused refused = new Refused(bootstrapServers);
    TopicShapes shapes = new TopicShapes(admin, bootstrapServers, topics);
    for (NewTopic topic : topics) {
      try {
        problems.addAll(shapes.check(topic));
      } catch (UnknownTopicOrPartitionException e) {
        missing.add(topic);
      } catch (ApiException e) {
        refused.add("tell what is asked of", topic, e);
      }
    }
    CreateTopicsResult made = admin.createTopics(missing);
    for (NewTopic topic : missing) {
      try {
        problems.addAll(shapes.checkId(AdminAnswer.of(made.topicId(topic.name()))));
      } catch (TopicExistsException e) {
        problems.addAll(new TopicShapes(admin, bootstrapServers, List.of(topic)).check(topic));
      } catch (ApiException e) {
        refused.add("make", topic, e);
      }
    }
    problems.addAll(refused.problems());
    return problems;
  }

  /** What Kafka says no to: once for each kind of no, with the topics that it concerns. */
  private static final class Refused {
    private final String bootstrapServers;
    private final Map<String, ApiException> first = new LinkedHashMap<>();
    private final Map<String, List<String>> topics = new HashMap<>();

    Refused(String bootstrapServers) {
      this.bootstrapServers = bootstrapServers;
    }

    void add(String what, NewTopic topic, ApiException refusal) {
      if (refusal instanceof RetriableException) {
        throw refusal;
      }
      // A class knows its remedy; the message may name the one topic.
      String kind = what + " " + refusal.getClass().getName();
      first.putIfAbsent(kind, refusal);
      topics.computeIfAbsent(kind, key -> new ArrayList<>(List.of(what))).add(topic.name());
    }

    List<String> problems() {
      List<String> problems = new ArrayList<>();
      first.forEach(
          (kind, refusal) -> {
            List<String> words = topics.getOrDefault(kind, List.of());
            String named = String.join(", ", words.subList(1, words.size()));
            problems.add(
                KafkaRefusal.of(
                    bootstrapServers,
                    words.get(0) + (words.size() == 2 ? " topic " : " topics ") + named,
                    refusal));
          });
      return problems;
    }
  }

  private List<NewTopic> topics(Pipelines pipelines) {
    Map<String, NewTopic> byName = new LinkedHashMap<>();
    byName.put(CAPTURE_OFFSETS, topic(CAPTURE_OFFSETS, 1, CaptureSettings.OFFSETS_TOPIC));
    byName.put(TopicNames.LOOKUPS, topic(TopicNames.LOOKUPS, 1, CaptureSettings.OFFSETS_TOPIC));
    byName.put(
        TopicNames.DEFINITIONS, topic(TopicNames.DEFINITIONS, 1, CaptureSettings.OFFSETS_TOPIC));
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
}
