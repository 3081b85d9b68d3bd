package dev.prejoin.sink;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.KafkaAnswer;
import dev.prejoin.runtime.ProblemException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;

/** Asks the brokers. */
final class BrokerTopics implements Topics, AutoCloseable {
  private final Admin admin;

  BrokerTopics(Map<String, String> kafka) {
    admin = Admin.create(new HashMap<>(kafka));
  }

  @Override
  public String id(String topic) {
    return await(admin.describeTopics(List.of(topic)).topicNameValues().get(topic))
        .topicId()
        .toString();
  }

  @Override
  public void requireWhole(String topic) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    String policy =
        await(admin.describeConfigs(List.of(resource)).values().get(resource))
            .get(TopicConfig.CLEANUP_POLICY_CONFIG)
            .value();
    if (!policy.equals(TopicConfig.CLEANUP_POLICY_DELETE)) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "topic %s has cleanup.policy=%s; a topic of facts needs cleanup.policy=delete, or rows are lost"
              .formatted(topic, policy));
    }
  }

  @Override
  public void create(String topic) {
    try {
      await(
          admin
              .createTopics(List.of(new NewTopic(topic, Optional.empty(), Optional.empty())))
              .values()
              .get(topic));
    } catch (TopicExistsException e) {
      // As it should be.
    }
  }

  private static <T> T await(@Nullable KafkaFuture<T> future) {
    if (future == null) {
      throw new IllegalStateException("an answer to what was not asked");
    }
    return KafkaAnswer.of(future);
  }

  @Override
  public void close() {
    admin.close();
  }
}
