package dev.prejoin.topology;

import dev.prejoin.runtime.KafkaAnswer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** Asks the brokers, whenever a task begins: a topic may have been made anew since the last. */
final class OnBrokers implements ReadBefore {
  private final String applicationId;
  private final Map<String, String> kafka;
  private final Map<TopicPartition, Long> ends;

  /**
   * An answer to how far sources may have been read.
   *
   * @param ends up to where there may be results
   */
  OnBrokers(String applicationId, Map<String, String> kafka, Map<TopicPartition, Long> ends) {
    this.applicationId = applicationId;
    this.kafka = Map.copyOf(kafka);
    this.ends = Map.copyOf(ends);
  }

  @Override
  public long upTo(String source, int partition) {
    return ends.getOrDefault(new TopicPartition(source, partition), 0L);
  }

  @Override
  public boolean hasResults(String target, int partition) {
    TopicPartition at = new TopicPartition(target, partition);
    try (Admin admin = Admin.create(new HashMap<>(kafka))) {
      // Kafka would be asked for long for a partition that is not there.
      return KafkaAnswer.of(
                  Objects.requireNonNull(
                      admin.describeTopics(List.of(target)).topicNameValues().get(target)))
              .partitions()
              .stream()
              .anyMatch(found -> found.partition() == partition)
          && KafkaAnswer.of(
                      admin
                          .listOffsets(
                              Map.of(at, OffsetSpec.latest()),
                              new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                          .partitionResult(at))
                  .offset()
              > 0;
    }
  }

  @Override
  public Optional<Uuid> topicId(String source) {
    try (Admin admin = Admin.create(new HashMap<>(kafka))) {
      return Optional.of(
          KafkaAnswer.of(
                  Objects.requireNonNull(
                      admin.describeTopics(List.of(source)).topicNameValues().get(source)))
              .topicId());
    }
  }

  @Override
  public long beginsAnewAt(String source, int partition) {
    TopicPartition at = new TopicPartition(source, partition);
    try (Admin admin = Admin.create(new HashMap<>(kafka))) {
      return hasPosition(admin, at) ? 0 : beginning(admin, at);
    }
  }

  @Override
  public boolean willReadAll(String source, int partition) {
    TopicPartition at = new TopicPartition(source, partition);
    try (Admin admin = Admin.create(new HashMap<>(kafka))) {
      return !hasPosition(admin, at) && beginning(admin, at) == 0;
    }
  }

  private boolean hasPosition(Admin admin, TopicPartition at) {
    return KafkaAnswer.of(
                admin
                    .listConsumerGroupOffsets(
                        Map.of(
                            applicationId,
                            new ListConsumerGroupOffsetsSpec().topicPartitions(List.of(at))))
                    .partitionsToOffsetAndMetadata(applicationId))
            .get(at)
        != null;
  }

  private static long beginning(Admin admin, TopicPartition at) {
    return KafkaAnswer.of(admin.listOffsets(Map.of(at, OffsetSpec.earliest())).partitionResult(at))
        .offset();
  }
}
