package dev.prejoin.topology;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Relation;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * A dimension as a view's task sees it: the store of its GlobalKTable, whose keys and rows are
 * bytes.
 */
final class LookupStore {
  private static final int ONLY_PARTITION = 0;

  private final String dimension;
  private final LazyCodec keys;
  private final LazyCodec rows;
  private final int columns;
  private final int[] hidden;
  private @Nullable TimestampedKeyValueStore<byte[], byte[]> store;

  /**
   * A store that is not opened.
   *
   * @param relation as its topic has it: key columns that no row holds are taken from the key
   */
  LookupStore(Relation relation, LazyCodec keys, LazyCodec rows) {
    this.dimension = relation.name();
    this.keys = keys;
    this.rows = rows;
    this.columns = relation.columns().size();
    this.hidden =
        IntStream.range(0, relation.key().size())
            .filter(i -> relation.indexOf(relation.key().get(i).name()) < 0)
            .toArray();
  }

  void init(ProcessorContext<?, ?> context) {
    store = context.getStateStore(dimension);
  }

  /** The row of a key, or null if the dimension has none. */
  Object @Nullable [] find(Object[] key) {
    byte[] keyBytes = keys.get().encode(key);
    ValueAndTimestamp<byte[]> found = store().get(keyBytes);
    try {
      return found == null ? null : withHidden(rows.get().decode(found.value()), key);
    } catch (BadRowException e) {
      throw new BadRowException(dimension + " " + Arrays.toString(key) + ": " + e.getMessage());
    }
  }

  private Object[] withHidden(Object[] row, Object[] key) {
    if (hidden.length == 0) {
      return row;
    }
    Object[] all = Arrays.copyOf(row, columns + hidden.length);
    for (int i = 0; i < hidden.length; i++) {
      all[columns + i] = key[hidden[i]];
    }
    return all;
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
