package dev.prejoin.app.replay;

import com.carrotsearch.hppc.LongObjectHashMap;
import com.carrotsearch.hppc.cursors.ObjectCursor;
import dev.prejoin.app.status.Places;
import dev.prejoin.schema.Origin;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * The records of one partition that are to be replayed. It is told all committed records from the
 * first of them on, in their order, and knows of each whether it is its row's last change: only
 * then may it be sent, as what is behind it in the partition counts as later.
 */
final class Candidates {
  private final TopicPartition partition;
  private final boolean ignoreDeletes;
  private final LongObjectHashMap<Candidate> byPlace = new LongObjectHashMap<>();

  /** The last change of each key, where that is a candidate. */
  private final Map<ByteBuffer, Candidate> byKey = new HashMap<>();

  /**
   * None yet.
   *
   * @param ignoreDeletes whether rows that the source loses stay
   */
  Candidates(TopicPartition partition, boolean ignoreDeletes) {
    this.partition = partition;
    this.ignoreDeletes = ignoreDeletes;
  }

  /** A view put the record at this place aside. */
  void choose(long place, int view) {
    Candidate candidate = byPlace.get(place);
    if (candidate == null) {
      candidate = new Candidate(partition, place);
      byPlace.put(place, candidate);
    }
    candidate.views().set(view);
  }

  /** All of them, in the order of their places. */
  List<Candidate> all() {
    List<Candidate> all = new ArrayList<>(byPlace.size());
    for (ObjectCursor<Candidate> each : byPlace.values()) {
      all.add(each.value);
    }
    all.sort(Comparator.comparingLong(Candidate::place));
    return all;
  }

  @Nullable Candidate at(long place) {
    return byPlace.get(place);
  }

  /** Takes the next committed record. */
  void read(ConsumerRecord<byte[], byte[]> record) {
    Origin origin = Places.origin(record).at(record.offset());
    if (isMarker(record)) {
      if (!ignoreDeletes) {
        end(origin);
      }
      return;
    }
    Candidate candidate = byPlace.get(origin.offset());
    if (candidate != null) {
      candidate.found(record.offset(), origin.incarnation());
    }
    if (record.key() == null || (record.value() == null && ignoreDeletes)) {
      return;
    }
    ByteBuffer key = ByteBuffer.wrap(record.key());
    Candidate before =
        candidate == null || candidate.state() == Candidate.State.CHANGED
            ? byKey.remove(key)
            : byKey.put(key, candidate);
    if (before != null && before != candidate) {
      before.changed();
    }
  }

  /** A record without key and value whose header says so ends all rows before it. */
  static boolean isMarker(ConsumerRecord<byte[], byte[]> record) {
    return record.key() == null && record.value() == null && Places.origin(record).isMarker();
  }

  private void end(Origin marker) {
    byKey
        .values()
        .removeIf(
            candidate -> {
              boolean ended =
                  candidate.incarnation() < marker.incarnation()
                      || (candidate.incarnation() == marker.incarnation()
                          && candidate.place() < marker.offset());
              if (ended) {
                candidate.changed();
              }
              return ended;
            });
  }

  /** The one that this record is, if it is to be sent as the record has it. */
  Optional<Candidate> toSend(ConsumerRecord<byte[], byte[]> record) {
    return Optional.ofNullable(byPlace.get(Places.inSource(record)))
        .filter(candidate -> candidate.state() == Candidate.State.LAST)
        .filter(candidate -> candidate.readAt() == record.offset());
  }
}
