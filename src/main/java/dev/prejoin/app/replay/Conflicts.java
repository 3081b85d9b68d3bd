package dev.prejoin.app.replay;

import dev.prejoin.app.status.Places;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Which of the records that were sent in a transaction have, between what was known when they were
 * chosen and the place where they stand, another change of their row: those may not be committed.
 * It makes no difference whether the other one is committed, as it still may be. The same change,
 * sent by an earlier attempt, is no other.
 */
final class Conflicts {
  private final Map<TopicPartition, Map<ByteBuffer, Pending>> byKey = new HashMap<>();
  private final Map<TopicPartition, List<Pending>> byPartition = new HashMap<>();
  private final Map<TopicPartition, Set<Long>> own = new HashMap<>();
  private final Set<Pending> found = new HashSet<>();

  /** A record stands at this offset. */
  void sent(Pending pending, long offset) {
    pending.standsAt(offset);
    TopicPartition partition = pending.candidate().partition();
    own.computeIfAbsent(partition, at -> new HashSet<>()).add(offset);
    byPartition.computeIfAbsent(partition, at -> new ArrayList<>()).add(pending);
    if (pending.record().key() != null) {
      byKey
          .computeIfAbsent(partition, at -> new HashMap<>())
          .put(ByteBuffer.wrap(pending.record().key()), pending);
    }
  }

  /** Behind the last record that was sent, by partition. */
  Map<TopicPartition, Long> ends() {
    Map<TopicPartition, Long> ends = new HashMap<>();
    own.forEach(
        (at, offsets) ->
            ends.put(at, offsets.stream().mapToLong(offset -> offset + 1).max().orElse(0)));
    return ends;
  }

  /** Takes any record in between, committed or not. */
  void read(ConsumerRecord<byte[], byte[]> record) {
    TopicPartition partition = new TopicPartition(record.topic(), record.partition());
    if (own.getOrDefault(partition, Set.of()).contains(record.offset())) {
      return;
    }
    if (Candidates.isMarker(record)) {
      byPartition.getOrDefault(partition, List.of()).stream()
          .filter(pending -> pending.offset() > record.offset())
          .forEach(found::add);
    } else if (record.key() != null) {
      Pending pending = byKey.getOrDefault(partition, Map.of()).get(ByteBuffer.wrap(record.key()));
      if (pending != null
          && pending.offset() > record.offset()
          && Places.inSource(record) != Places.inSource(pending.record())) {
        found.add(pending);
      }
    }
  }

  Set<Pending> found() {
    return found;
  }
}
