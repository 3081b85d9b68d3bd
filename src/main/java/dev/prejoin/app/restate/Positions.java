package dev.prejoin.app.restate;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** How far topics go, and how far they have landed. */
interface Positions {
  /** The partitions of a topic, which never change; empty if it is not there yet. */
  Set<TopicPartition> partitions(String topic);

  /** Behind the last record of each partition, committed or not. */
  Map<TopicPartition, Long> ends(Set<String> topics);

  /** Behind the last record that has landed, of those partitions of which that is known. */
  Map<TopicPartition, Long> landed(Collection<TopicPartition> partitions);

  /** Whether an application has read, and committed, all that is committed before these offsets. */
  boolean hasRead(String application, Map<TopicPartition, Long> ends);

  /** Whether every committed record before these offsets has landed, and none is still open. */
  boolean hasLanded(Map<TopicPartition, Long> ends);
}
