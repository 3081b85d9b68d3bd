package dev.prejoin.app.restate;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** How far topics go, and how far they have landed. */
interface Positions {
  /**
   * Nothing is sent while the sink is further behind: a transaction lasts until all that stands
   * before it was looked through, and fresh rows stand behind what was sent.
   */
  long MOST_BEHIND = 20_000;

  /** The partitions of a topic, which never change; empty if it is not there yet. */
  Set<TopicPartition> partitions(String topic);

  /** Behind the last record of each partition, committed or not. */
  Map<TopicPartition, Long> ends(Set<String> topics);

  /** Behind the last record that has landed, of those partitions of which that is known. */
  Map<TopicPartition, Long> landed(Collection<TopicPartition> partitions);

  /** Whether an application has read, and committed, all that is committed before these offsets. */
  boolean hasRead(String application, Map<TopicPartition, Long> ends);

  /**
   * Whether nothing that is committed, or still open, stands between what has landed and these
   * offsets.
   *
   * @param landed up to where; nothing of what is not there
   */
  boolean hasReached(Map<TopicPartition, Long> landed, Map<TopicPartition, Long> ends);

  /** Whether every committed record before these offsets has landed, and none is still open. */
  default boolean hasLanded(Map<TopicPartition, Long> ends) {
    return hasReached(landed(ends.keySet()), ends);
  }

  /** Whether too many records of a source have still to land for more to be sent. */
  default boolean isFarBehind(String topic) {
    Map<TopicPartition, Long> landed = landed(partitions(topic));
    return ends(Set.of(topic)).entrySet().stream()
            .mapToLong(end -> Math.max(0, end.getValue() - landed.getOrDefault(end.getKey(), 0L)))
            .sum()
        > MOST_BEHIND;
  }
}
