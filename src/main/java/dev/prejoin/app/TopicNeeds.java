package dev.prejoin.app;

import dev.prejoin.app.Need.Standing;
import dev.prejoin.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** The topics, with their partitions and clean-up policies. */
final class TopicNeeds {
  private static final int PATIENCE_MS = 5_000;

  private final Admin admin;
  private final String bootstrapServers;

  private TopicNeeds(Admin admin, String bootstrapServers) {
    this.admin = admin;
    this.bootstrapServers = bootstrapServers;
  }

  static Needs of(Pipelines pipelines, Settings settings, boolean ask) {
    String where = settings.kafka().getOrDefault("bootstrap.servers", "");
    String server = "Kafka " + where;
    List<NewTopic> wanted = new KafkaTopics(pipelines, settings.topics()).wanted();
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
      return Needs.of(server, new TopicNeeds(admin, where).compare(wanted));
    } catch (RetriableException e) {
      String problem = "%s does not tell its topics: %s".formatted(server, e.getMessage());
      return new Needs(server, Optional.empty(), List.of(problem), all(wanted, Standing.NOT_ASKED));
    } catch (ApiException e) {
      String problem = KafkaRefusal.of(where, "tell its topics", e);
      return new Needs(server, Optional.empty(), List.of(problem), all(wanted, Standing.NOT_ASKED));
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

  private List<Need> compare(List<NewTopic> wanted) {
    Set<String> there = AdminAnswer.of(admin.listTopics().names());
    TopicShapes shapes =
        new TopicShapes(
            admin,
            bootstrapServers,
            wanted.stream().filter(topic -> there.contains(topic.name())).toList());
    return wanted.stream().map(topic -> need(topic, there, shapes)).toList();
  }

  private Need need(NewTopic topic, Set<String> there, TopicShapes shapes) {
    try {
      if (there.contains(topic.name())) {
        return Need.there(topic.name(), shape(topic), shapes.check(topic));
      }
    } catch (UnknownTopicOrPartitionException e) {
      // Deleted since the topics were listed.
    } catch (RetriableException e) {
      throw e;
    } catch (ApiException e) {
      String problem = KafkaRefusal.of(bootstrapServers, "tell what is asked of this topic", e);
      return new Need(topic.name(), shape(topic), Standing.UNFIT, List.of(problem));
    }
    return Need.of(topic.name(), shape(topic), Standing.WILL_BE_MADE);
  }
}
