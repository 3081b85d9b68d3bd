package dev.prejoin.app.status;

import com.carrotsearch.hppc.LongHashSet;
import com.carrotsearch.hppc.LongLongHashMap;
import com.carrotsearch.hppc.cursors.LongLongCursor;
import dev.prejoin.schema.Origin;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Utils;

/**
 * The last change of each key in one partition of a source, as offsets. Keys are kept as 64 bits of
 * hash, some 32 bytes each: of 50 million, two share theirs in one of 15,000 counts.
 */
final class LastChanges {
  private static final int OFFSET_BITS = 44;

  private final boolean ignoreDeletes;
  private final LongLongHashMap places = new LongLongHashMap();

  LastChanges(boolean ignoreDeletes) {
    this.ignoreDeletes = ignoreDeletes;
  }

  void read(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() != null && record.value() != null) {
      // A replayed record is the same change at the same place.
      Origin origin = Places.origin(record).at(record.offset());
      places.put(hash(record.key()), place(origin, origin.offset()));
    } else if (ignoreDeletes) {
      return;
    } else if (record.key() != null) {
      places.remove(hash(record.key()));
    } else if (Places.origin(record).op() == 't') {
      Origin marker = Places.origin(record).at(record.offset());
      long bound = place(marker, marker.offset());
      places.removeAll((long key, long place) -> place < bound);
    }
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
      set.add(each.value & ((1L << OFFSET_BITS) - 1));
    }
    return set;
  }
}
