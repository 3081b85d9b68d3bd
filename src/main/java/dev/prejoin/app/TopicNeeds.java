package dev.prejoin.app;

import dev.prejoin.app.Need.Standing;
import dev.prejoin.config.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** The topics, with their partitions and clean-up policies. */
final class TopicNeeds {
  private static final int PATIENCE_MS = 5_000;

  private final Admin admin;

  private TopicNeeds(Admin admin) {
    this.admin = admin;
  }

  static Needs of(Pipeline pipeline, Settings settings, boolean ask) {
    String where = settings.kafka().getOrDefault("bootstrap.servers", "");
    String server = "Kafka " + where;
    List<NewTopic> wanted = new KafkaTopics(pipeline.plan(), settings.topics()).wanted();
    if (!ask) {
      return Needs.of(server, all(wanted, Standing.NOT_ASKED));
    }
    if (!Reach.atAny(where)) {
      return Needs.away(server, all(wanted, Standing.NOT_ASKED));
    }
    Map<String, Object> client = new HashMap<>(settings.kafka());
    client.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    client.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MS);
    try (Admin admin = Admin.create(client)) {
      return Needs.of(server, new TopicNeeds(admin).compare(wanted));
    } catch (ExecutionException e) {
      String problem = "%s does not tell its topics: %s".formatted(server, e.getCause());
      return new Needs(server, Optional.empty(), List.of(problem), all(wanted, Standing.NOT_ASKED));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Needs.away(server, all(wanted, Standing.NOT_ASKED));
    }
  }

  private static List<Need> all(List<NewTopic> wanted, Standing standing) {
    return wanted.stream().map(topic -> Need.of(topic.name(), shape(topic), standing)).toList();
  }

  private static String shape(NewTopic topic) {
    int partitions = topic.numPartitions();
    return "%d partition%s, %s".formatted(partitions, partitions == 1 ? "" : "s", policy(topic));
  }

  private static String policy(NewTopic topic) {
    return topic.configs().getOrDefault(TopicConfig.CLEANUP_POLICY_CONFIG, "delete");
  }

  private List<Need> compare(List<NewTopic> wanted)
      throws ExecutionException, InterruptedException {
    List<String> there = new ArrayList<>(admin.listTopics().names().get());
    there.retainAll(wanted.stream().map(NewTopic::name).toList());
    Map<String, TopicDescription> topics = admin.describeTopics(there).allTopicNames().get();
    Map<String, ConfigResource> resources =
        there.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(), t -> new ConfigResource(ConfigResource.Type.TOPIC, t)));
    KafkaFuture<Map<ConfigResource, Config>> configs =
        admin.describeConfigs(resources.values()).all();
    List<Need> needs = new ArrayList<>();
    for (NewTopic topic : wanted) {
      TopicDescription found = topics.get(topic.name());
      Config config = configs.get().get(resources.get(topic.name()));
      needs.add(
          found == null || config == null
              ? Need.of(topic.name(), shape(topic), Standing.WILL_BE_MADE)
              : Need.there(topic.name(), shape(topic), problems(topic, found, config)));
    }
    return needs;
  }

  private static List<String> problems(NewTopic wanted, TopicDescription found, Config config) {
    List<String> problems = new ArrayList<>();
    KafkaTopics.partitionProblem(wanted, found).ifPresent(problems::add);
    String policy = config.get(TopicConfig.CLEANUP_POLICY_CONFIG).value();
    if (!policy.equals(policy(wanted))) {
      problems.add(
          "topic %s has cleanup.policy=%s and needs %s: %s; set it with kafka-configs"
              .formatted(
                  wanted.name(),
                  policy,
                  policy(wanted),
                  policy(wanted).equals(TopicConfig.CLEANUP_POLICY_COMPACT)
                      ? "the last row of a key must not be forgotten"
                      : "versions of a fact must not be merged before they have landed"));
    }
    return problems;
  }
}
