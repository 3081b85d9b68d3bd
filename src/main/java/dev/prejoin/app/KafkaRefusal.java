package dev.prejoin.app;

import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;

/** What Kafka says no to, and what a user can do: waiting does not help. */
final class KafkaRefusal {
  private KafkaRefusal() {}

  /**
   * In one line.
   *
   * @param bootstrapServers where Kafka is
   * @param what it was to do, such as {@code make topic a}
   */
  static String of(String bootstrapServers, String what, ApiException refusal) {
    return "Kafka at %s does not %s: %s; %s"
        .formatted(bootstrapServers, what, reason(refusal), remedy(refusal));
  }

  private static String reason(ApiException refusal) {
    String message = refusal.getMessage();
    return message == null
        ? refusal.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  private static String remedy(ApiException refusal) {
    if (refusal instanceof SslAuthenticationException) {
      return "set kafka.security.protocol and the keys under kafka.ssl. as the brokers have them";
    }
    if (refusal instanceof AuthenticationException) {
      return "set kafka.security.protocol, kafka.sasl.mechanism and kafka.sasl.jaas.config as the"
          + " brokers have them";
    }
    if (refusal instanceof AuthorizationException) {
      return "give this client's user the right with kafka-acls.sh --add --allow-principal"
          + " User:… (Describe, DescribeConfigs, Create, Read and Write on its topics)";
    }
    if (refusal instanceof InvalidReplicationFactorException) {
      return "set topic.replication.factor to no more than there are brokers, or start more of them";
    }
    if (refusal instanceof PolicyViolationException) {
      return "set topic.partitions, topic.replication.factor and topic.retention.hours to what the"
          + " brokers' policy allows, or have the topic made by who may:"
          + " ./prejoin plan shows its shape";
    }
    if (refusal instanceof UnsupportedVersionException) {
      return "prejoin needs Kafka 2.8 or newer";
    }
    return "see the setting that it names, or have the topic made by who may: ./prejoin plan shows"
        + " its shape";
  }
}
