package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaRefusalTest {
  static Stream<Arguments> refusals() {
    return Stream.of(
        Arguments.of(new SaslAuthenticationException("wrong password"), "kafka.sasl.jaas.config"),
        Arguments.of(new SslAuthenticationException("handshake failed"), "kafka.ssl."),
        Arguments.of(new TopicAuthorizationException(Set.of("a")), "kafka-acls.sh --add"),
        Arguments.of(new InvalidReplicationFactorException("3 of 1"), "topic.replication.factor"),
        Arguments.of(new PolicyViolationException("too many"), "topic.partitions"),
        Arguments.of(new UnsupportedVersionException("no topic ids"), "Kafka 2.8 or newer"),
        Arguments.of(new InvalidTopicException("a/b"), "./prejoin plan"));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void shouldSayWhatWasRefusedWhyAndWhatToDo(ApiException refusal, String remedy) {
    assertThat(KafkaRefusal.of("kafka:9092", "make topic a", refusal))
        .startsWith("Kafka at kafka:9092 does not make topic a: " + refusal.getMessage() + "; ")
        .contains(remedy)
        .hasLineCount(1);
  }
}
