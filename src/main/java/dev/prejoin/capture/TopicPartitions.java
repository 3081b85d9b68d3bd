package dev.prejoin.capture;

import dev.prejoin.runtime.KafkaAnswer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks Kafka whether the topics that a capture writes are there. */
final class TopicPartitions {
  private static final int PATIENCE_SECONDS = 10;

  private TopicPartitions() {}

  /**
   * Where each partition of a topic ends, records of open transactions included.
   *
   * @throws KafkaException if Kafka does not tell
   */
  static Map<Integer, Long> ends(CaptureSettings settings, String topic) {
    Map<String, Object> properties = new HashMap<>(settings.kafka());
    properties.put("default.api.timeout.ms", PATIENCE_SECONDS * 1000);
    properties.put("request.timeout.ms", 5000);
    try (Admin admin = Admin.create(properties)) {
      Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
      KafkaAnswer.of(admin.describeTopics(List.of(topic)).allTopicNames())
          .values()
          .forEach(
              found ->
                  found
                      .partitions()
                      .forEach(
                          at ->
                              latest.put(
                                  new TopicPartition(topic, at.partition()), OffsetSpec.latest())));
      Map<Integer, Long> ends = new HashMap<>();
      KafkaAnswer.of(admin.listOffsets(latest).all())
          .forEach((at, end) -> ends.put(at.partition(), end.offset()));
      return ends;
    }
  }

  /**
   * How many partitions each topic has.
   *
   * @throws AwayException if Kafka does not answer or a topic is missing
   */
  static Map<String, Integer> of(CaptureSettings settings) {
    List<String> topics = new ArrayList<>(List.of(settings.offsetsTopic()));
    for (CapturedTable table : settings.tables()) {
      topics.add(table.topic());
      topics.add(table.deadLetterTopic());
    }
    Map<String, Integer> partitions = new HashMap<>();
    List<String> missing = new ArrayList<>();
    Map<String, Object> properties = new HashMap<>(settings.kafka());
    properties.put("default.api.timeout.ms", PATIENCE_SECONDS * 1000);
    properties.put("request.timeout.ms", 5000);
    try (Admin admin = Admin.create(properties)) {
      for (Map.Entry<String, KafkaFuture<TopicDescription>> topic :
          admin.describeTopics(topics).topicNameValues().entrySet()) {
        try {
          int count = topic.getValue().get(PATIENCE_SECONDS, TimeUnit.SECONDS).partitions().size();
          partitions.put(topic.getKey(), count);
        } catch (ExecutionException e) {
          if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
            throw e.getCause() instanceof KafkaException failure
                ? failure
                : new KafkaException(e.getCause());
          }
          missing.add(topic.getKey());
        }
      }
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    } catch (TimeoutException e) {
      throw new AwayException("Kafka at " + settings.bootstrapServers() + " does not answer", e);
    }
    if (!missing.isEmpty()) {
      throw new AwayException(
          "Kafka at %s has no topic %s"
              .formatted(settings.bootstrapServers(), String.join(", ", missing)));
    }
    return partitions;
  }
}
