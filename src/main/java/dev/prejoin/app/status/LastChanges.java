package dev.prejoin.app.status;

import com.carrotsearch.hppc.LongHashSet;
import com.carrotsearch.hppc.LongLongHashMap;
import com.carrotsearch.hppc.cursors.LongLongCursor;
import dev.prejoin.schema.Origin;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;

/**
 * The last change of each key in one partition of a source, as offsets, and which earlier ones have
 * their end on its way. Keys are kept as 64 bits of hash, some 32 bytes each: of 50 million, two
 * share theirs in one of 15,000 counts.
 */
final class LastChanges {
  private static final int OFFSET_BITS = 44;

  private final boolean ignoreDeletes;
  private final LongLongHashMap places = new LongLongHashMap();
  private final LongHashSet ending = new LongHashSet();
  private final OnTheWay onTheWay;

  /**
   * @param onTheWay the changes that may not have landed
   */
  LastChanges(boolean ignoreDeletes, OnTheWay onTheWay) {
    this.ignoreDeletes = ignoreDeletes;
    this.onTheWay = onTheWay;
  }

  void read(ConsumerRecord<byte[], byte[]> record) {
    boolean waits = onTheWay.has(record.offset(), Places.inSource(record));
    if (record.key() != null && record.value() != null) {
      // A replayed record is the same change at the same place.
      Origin origin = Places.origin(record).at(record.offset());
      long key = hash(record.key());
      if (waits && places.containsKey(key)) {
        ending.add(offset(places.get(key)));
      }
      places.put(key, place(origin, origin.offset()));
    } else if (ignoreDeletes) {
      return;
    } else if (record.key() != null) {
      long key = hash(record.key());
      if (waits && places.containsKey(key)) {
        ending.add(offset(places.get(key)));
      }
      places.remove(key);
    } else if (Places.origin(record).op() == 't') {
      Origin marker = Places.origin(record).at(record.offset());
      long bound = place(marker, marker.offset());
      if (waits) {
        for (LongLongCursor each : places) {
          if (each.value < bound) {
            ending.add(offset(each.value));
          }
        }
      }
      places.removeAll((long key, long place) -> place < bound);
    }
  }

  /** Whether a row that came of this offset may still be there, as its end is on its way. */
  boolean isEnding(long offset) {
    return ending.contains(offset);
  }

  private static long offset(long place) {
    return place & ((1L << OFFSET_BITS) - 1);
  }

  /** In the order of {@link dev.prejoin.sink.Version}: first the incarnation, then the offset. */
  private static long place(Origin origin, long offset) {
    return ((long) origin.incarnation() << OFFSET_BITS) | offset;
  }

  private static long hash(byte[] key) {
    CRC32C high = new CRC32C();
    high.update(key);
    return (high.getValue() << Integer.SIZE) | (Utils.murmur2(key) & 0xFFFF_FFFFL);
  }

  /** The offsets of the last changes of all keys that are there. */
  LongHashSet toSet() {
    LongHashSet set = new LongHashSet(places.size());
    for (LongLongCursor each : places) {
      set.add(offset(each.value));
    }
    return set;
  }
}
