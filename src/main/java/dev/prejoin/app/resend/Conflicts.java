package dev.prejoin.app.resend;

import dev.prejoin.app.status.Places;
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
 * sent by an earlier attempt or by somebody else, is no other; an earlier one that was sent again,
 * as attempts leave it behind that were given up, is not the row any more.
 *
 * @param <R> what was sent
 */
final class Conflicts<R extends Resent> {
  private final KeyReading keys;
  private final Map<TopicPartition, Map<Object, R>> byKey = new HashMap<>();
  private final Map<TopicPartition, List<R>> byPartition = new HashMap<>();
  private final Map<TopicPartition, Set<Long>> own = new HashMap<>();
  private final Set<R> found = new HashSet<>();

  Conflicts(KeyReading keys) {
    this.keys = keys;
  }

  /** A record stands at this offset. */
  void sent(R record, long offset) {
    record.standsAt(offset);
    TopicPartition partition = record.partition();
    own.computeIfAbsent(partition, at -> new HashSet<>()).add(offset);
    byPartition.computeIfAbsent(partition, at -> new ArrayList<>()).add(record);
    byte[] key = record.key();
    if (key != null) {
      byKey
          .computeIfAbsent(partition, at -> new HashMap<>())
          .put(keys.read(partition.topic(), key), record);
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
    if (Places.isMarker(record)) {
      var marker = Places.origin(record).at(record.offset());
      byPartition.getOrDefault(partition, List.of()).stream()
          .filter(sent -> sent.offset() > record.offset() && sent.isEndedBy(marker))
          .forEach(found::add);
    } else if (record.key() != null) {
      R sent = byKey.getOrDefault(partition, Map.of()).get(keys.read(record.topic(), record.key()));
      if (sent != null
          && sent.offset() > record.offset()
          && !(record.value() == null && sent.lasts())
          && Places.inSource(record) > sent.place()) {
        found.add(sent);
      }
    }
  }

  Set<R> found() {
    return found;
  }
}
