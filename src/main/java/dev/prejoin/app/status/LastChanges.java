package dev.prejoin.app.status;

import com.carrotsearch.hppc.LongHashSet;
import com.carrotsearch.hppc.LongLongHashMap;
import com.carrotsearch.hppc.cursors.LongLongCursor;
import dev.prejoin.schema.Origin;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.utils.Utils;

/**
 * The last change of each key in one partition of a source, as offsets. Keys are kept as 64 bits of
 * hash, some 32 bytes each: of 50 million, two share theirs in one of 15,000 counts.
 */
final class LastChanges {
  private final boolean ignoreDeletes;
  private final LongLongHashMap offsets = new LongLongHashMap();

  LastChanges(boolean ignoreDeletes) {
    this.ignoreDeletes = ignoreDeletes;
  }

  void read(ConsumerRecord<byte[], byte[]> record) {
    if (record.key() == null) {
      if (origin(record).op() == 't' && !ignoreDeletes) {
        offsets.removeAll((long key, long offset) -> offset < record.offset());
      }
    } else if (record.value() == null) {
      if (!ignoreDeletes) {
        offsets.remove(hash(record.key()));
      }
    } else {
      offsets.put(hash(record.key()), record.offset());
    }
  }

  private static Origin origin(ConsumerRecord<byte[], byte[]> record) {
    Header header = record.headers().lastHeader(Origin.HEADER);
    return Origin.parse(header == null ? null : header.value());
  }

  private static long hash(byte[] key) {
    CRC32C high = new CRC32C();
    high.update(key);
    return (high.getValue() << Integer.SIZE) | (Utils.murmur2(key) & 0xFFFF_FFFFL);
  }

  /** The offsets of the last changes of all keys that are there. */
  LongHashSet toSet() {
    LongHashSet set = new LongHashSet(offsets.size());
    for (LongLongCursor each : offsets) {
      set.add(each.value);
    }
    return set;
  }
}
