package dev.prejoin.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Consumers that share partitions in a group. */
public final class GroupMember {
  /** After a crash the others wait for the dead member no longer than this. */
  private static final String SESSION_TIMEOUT_MS = "6000";

  private GroupMember() {}

  /**
   * Their properties, to which others may be added.
   *
   * @param kafka properties of Kafka's clients, at least {@code bootstrap.servers}
   * @param instanceId by which a member that was restarted is known again
   */
  public static Map<String, Object> of(
      Map<String, String> kafka, String groupId, Optional<String> instanceId) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
    instanceId.ifPresent(id -> properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, id));
    properties.putAll(kafka);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, groupId);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(
        ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
        CooperativeStickyAssignor.class.getName());
    return properties;
  }

  /** Whoever is known by a name stays a member else, and its partitions wait for it. */
  public static void leave(KafkaConsumer<?, ?> member) {
    member.close(
        CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
  }
}
