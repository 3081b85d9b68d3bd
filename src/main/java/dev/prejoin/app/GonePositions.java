package dev.prejoin.app;

import dev.prejoin.config.Settings;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.KafkaAnswer;
import dev.prejoin.runtime.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupNotEmptyException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownMemberIdException;

/**
 * Lets the topology, and the sink, which lands some sources, pass over records that the sources no
 * longer have. They do not by themselves: only if the tables are read again is nothing missing
 * after it.
 */
final class GonePositions {
  /** Longer than the session of a member of the topology. */
  private static final Duration SESSION = Duration.ofSeconds(15);

  private static final Duration RETRY = Duration.ofMillis(500);

  private final Admin admin;
  private final String applicationId;
  private final String sinkGroupId;

  private GonePositions(Admin admin, String applicationId, String sinkGroupId) {
    this.admin = admin;
    this.applicationId = applicationId;
    this.sinkGroupId = sinkGroupId;
  }

  /**
   * Moves whoever was to read records next that are gone from these topics to where the topic
   * begins.
   *
   * @return for each partition where that was so, in words
   * @throws ProblemException if the topology or the sink still runs
   * @throws org.apache.kafka.common.KafkaException if Kafka does not answer
   */
  static List<String> passOver(Settings settings, Set<String> topics) {
    try (Admin admin = Admin.create(new HashMap<>(settings.kafka()))) {
      GonePositions gone =
          new GonePositions(admin, settings.topology().applicationId(), settings.sink().groupId());
      List<String> passed = new ArrayList<>();
      for (String group : gone.groups()) {
        gone.passOver(group, topics, passed);
      }
      return passed;
    }
  }

  /** The topology's own, those that make dimensions, and the sink's. */
  private List<String> groups() {
    return KafkaAnswer.of(admin.listGroups().valid()).stream()
        .map(GroupListing::groupId)
        .filter(
            id ->
                id.equals(applicationId)
                    || id.startsWith(applicationId + "-dimension-")
                    || id.equals(sinkGroupId))
        .sorted()
        .toList();
  }

  private void passOver(String group, Set<String> topics, List<String> passed) {
    Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>();
    KafkaAnswer.of(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
        .forEach(
            (partition, offset) -> {
              if (offset != null && topics.contains(partition.topic())) {
                committed.put(partition, offset);
              }
            });
    Map<TopicPartition, OffsetSpec> earliest = new HashMap<>();
    committed.keySet().forEach(partition -> earliest.put(partition, OffsetSpec.earliest()));
    Map<TopicPartition, ListOffsetsResultInfo> begins =
        KafkaAnswer.of(admin.listOffsets(earliest).all());
    Map<TopicPartition, OffsetAndMetadata> moved = new HashMap<>();
    committed.forEach(
        (partition, position) -> {
          ListOffsetsResultInfo begin = begins.get(partition);
          if (begin != null && position.offset() < begin.offset()) {
            moved.put(partition, new OffsetAndMetadata(begin.offset()));
            passed.add(
                "%s goes on at %s@%d, behind %,d records that are gone"
                    .formatted(
                        group, partition, begin.offset(), begin.offset() - position.offset()));
          }
        });
    if (moved.isEmpty()) {
      return;
    }
    move(group, moved);
  }

  /** Kafka takes a member that has ended for alive until its session is over. */
  private void move(String group, Map<TopicPartition, OffsetAndMetadata> positions) {
    for (long end = System.nanoTime() + SESSION.toNanos(); ; ) {
      try {
        KafkaAnswer.of(admin.alterConsumerGroupOffsets(group, positions).all());
        return;
      } catch (UnknownMemberIdException | GroupNotEmptyException e) {
        if (System.nanoTime() > end) {
          throw new ProblemException(
              ExitCode.ENVIRONMENT,
              ("the snapshot is asked for, but %s cannot pass over records that are gone while"
                      + " instances of it run: end them all, and ask once more")
                  .formatted(group));
        }
      }
      try {
        Thread.sleep(RETRY.toMillis());
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
  }
}
