package dev.prejoin.topology;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Begins at the beginning of a partition that its group has never read, and nowhere else: where the
 * next record is not there, it says so. It needs {@code auto.offset.reset=none}.
 */
final class WholeConsumer extends KafkaConsumer<byte[], byte[]> {
  WholeConsumer(Map<String, Object> properties) {
    super(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * The next records.
   *
   * @throws ProblemException if they are gone, or were never in this topic
   */
  @Override
  public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
    try {
      return super.poll(timeout);
    } catch (NoOffsetForPartitionException e) {
      seekToBeginning(e.partitions());
      return ConsumerRecords.empty();
    } catch (OffsetOutOfRangeException e) {
      throw new ProblemException(ExitCode.ENVIRONMENT, problems(e.offsetOutOfRangePartitions()));
    }
  }

  private List<String> problems(Map<TopicPartition, Long> positions) {
    Map<TopicPartition, Long> begins = beginningOffsets(positions.keySet());
    List<TopicPartition> partitions = new ArrayList<>(positions.keySet());
    partitions.sort(Comparator.comparing(TopicPartition::toString));
    List<String> problems = new ArrayList<>();
    for (TopicPartition partition : partitions) {
      long next = positions.getOrDefault(partition, 0L);
      long begin = begins.getOrDefault(partition, 0L);
      problems.add(
          next < begin
              ? Unreadable.gone(partition, next, begin)
              : Unreadable.behindTheEnd(partition, next));
    }
    return problems;
  }
}
