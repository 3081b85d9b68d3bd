package dev.prejoin.topology;

import dev.prejoin.schema.BadRowException;
import java.util.Arrays;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/** A dimension as a task sees it: the store of its GlobalKTable, whose keys and rows are bytes. */
final class LookupStore {
  private static final int ONLY_PARTITION = 0;

  private final String dimension;
  private final LazyCodec keys;
  private final LazyCodec rows;
  private @Nullable TimestampedKeyValueStore<byte[], byte[]> store;

  LookupStore(String dimension, LazyCodec keys, LazyCodec rows) {
    this.dimension = dimension;
    this.keys = keys;
    this.rows = rows;
  }

  void init(ProcessorContext<?, ?> context) {
    store = context.getStateStore(dimension);
  }

  /** The row of a key, or null if the dimension has none. */
  Object @Nullable [] find(Object[] key) {
    byte[] keyBytes = keys.get().encode(key);
    ValueAndTimestamp<byte[]> found = store().get(keyBytes);
    try {
      return found == null ? null : rows.get().decode(found.value());
    } catch (BadRowException e) {
      throw new BadRowException(dimension + " " + Arrays.toString(key) + ": " + e.getMessage());
    }
  }

  /** The offset of the dimension's topic that the store has reached; -1 before the first. */
  long position() {
    Map<Integer, Long> positions = store().getPosition().getPartitionPositions(dimension);
    return positions.getOrDefault(ONLY_PARTITION, -1L);
  }

  private TimestampedKeyValueStore<byte[], byte[]> store() {
    if (store == null) {
      throw new IllegalStateException("the store of " + dimension + " is not there yet");
    }
    return store;
  }
}
