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
 * first of them on, in their order, and knows of each whether it is its row's last change: no other
 * may be sent, as what stands behind in the partition counts as later.
 */
final class Candidates {
  private final TopicPartition partition;
  private final boolean ignoreDeletes;
  private final boolean withChanges;
  private final LongObjectHashMap<Candidate> byPlace = new LongObjectHashMap<>();

  /** The last change of each key, where that is a candidate. */
  private final Map<ByteBuffer, Candidate> byKey = new HashMap<>();

  /**
   * None yet.
   *
   * @param ignoreDeletes whether rows that the source loses stay
   * @param withChanges whether a later change of a row is sent in place of a candidate
   */
  Candidates(TopicPartition partition, boolean ignoreDeletes, boolean withChanges) {
    this.partition = partition;
    this.withChanges = withChanges;
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
    if (Places.isMarker(record)) {
      if (!ignoreDeletes) {
        end(origin);
      }
      return;
    }
    boolean ignored = record.value() == null && ignoreDeletes;
    Candidate chosen = byPlace.get(origin.offset());
    if (record.key() == null || ignored) {
      if (chosen != null) {
        chosen.last(record, origin.offset(), origin.incarnation());
      }
      return;
    }
    ByteBuffer key = ByteBuffer.wrap(record.key());
    Candidate before = byKey.get(key);
    if (before != null && before.place() != origin.offset()) {
      before.last(record, origin.offset(), origin.incarnation());
    }
    if (chosen != null && (before == null || before.lastPlace() <= chosen.place())) {
      chosen.last(record, origin.offset(), origin.incarnation());
      byKey.put(key, chosen);
    }
  }

  /** Whether rows that the source loses stay. */
  boolean ignoresDeletes() {
    return ignoreDeletes;
  }

  private void end(Origin marker) {
    byKey
        .values()
        .removeIf(
            candidate -> {
              boolean ended =
                  candidate.incarnation() < marker.incarnation()
                      || (candidate.incarnation() == marker.incarnation()
                          && candidate.lastPlace() < marker.offset());
              if (ended) {
                candidate.ended();
              }
              return ended;
            });
  }

  /** The one whose last change this record is, if that is to be sent. */
  Optional<Candidate> toSend(ConsumerRecord<byte[], byte[]> record) {
    Candidate keyed = record.key() == null ? null : byKey.get(ByteBuffer.wrap(record.key()));
    Candidate candidate = keyed == null ? byPlace.get(Places.inSource(record)) : keyed;
    return Optional.ofNullable(candidate)
        .filter(this::isToBeSent)
        .filter(found -> found.readAt() == record.offset());
  }

  /**
   * Whether something is to be sent for it. Where a row has changed since, its last change may say
   * that the row is no longer put aside.
   */
  boolean isToBeSent(Candidate candidate) {
    return !candidate.isSent()
        && switch (candidate.state()) {
          case LAST -> true;
          case CHANGED -> withChanges;
          case NOT_FOUND, ENDED -> false;
        };
  }
}
