package dev.prejoin.topology;

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
    ValueAndTimestamp<byte[]> found = store().get(keys.get().encode(key));
    return found == null ? null : rows.get().decode(found.value());
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
