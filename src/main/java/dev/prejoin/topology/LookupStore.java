package dev.prejoin.topology;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Relation;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * A dimension as a view's task sees it: the store of its GlobalKTable, whose keys and rows are
 * bytes. Rows that were looked up lately are kept decoded, and hold for as long as the store stands
 * at the position at which they were read; after that, for as long as their bytes are the same.
 */
final class LookupStore {
  /** A power of two; a key has one slot, so that keeping and finding cost next to nothing. */
  private static final int SLOTS = 8192;

  /** What a key was found to have; no value and no row where there was none. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Kept(
      Object[] key, long position, byte @Nullable [] value, Object @Nullable [] row) {}

  private final @Nullable Kept[] kept = new Kept[SLOTS];

  /**
   * The hash of each slot's last key that was not kept: a key is kept when it comes twice in a row,
   * else a dimension of far more keys than slots would fill the memory with rows for nothing.
   */
  private final int[] lastMissed = new int[SLOTS];

  private final String dimension;
  private final LazyCodec keys;
  private final LazyCodec rows;
  private final DimensionPosition position;
  private final int columns;
  private final int[] hidden;
  private @Nullable TimestampedKeyValueStore<byte[], byte[]> store;

  /**
   * A store that is not opened.
   *
   * @param relation as its topic has it: key columns that no row holds are taken from the key
   */
  LookupStore(Relation relation, LazyCodec keys, LazyCodec rows, DimensionPosition position) {
    this.dimension = relation.name();
    this.keys = keys;
    this.rows = rows;
    this.position = position;
    this.columns = relation.columns().size();
    this.hidden =
        IntStream.range(0, relation.key().size())
            .filter(i -> relation.indexOf(relation.key().get(i).name()) < 0)
            .toArray();
  }

  String dimension() {
    return dimension;
  }

  void init(ProcessorContext<?, ?> context) {
    store = context.getStateStore(dimension);
  }

  /**
   * The row of a key, or null if the dimension has none. It is shared: nobody may change it.
   *
   * @param position what {@link #position} said just before: a row that is newer than that is read
   *     once more, and never is an older one taken for it
   */
  Object @Nullable [] find(Object[] key, long position) {
    int hash = Arrays.hashCode(key);
    int slot = (hash ^ (hash >>> 16)) & (SLOTS - 1);
    Kept before = kept[slot];
    if (before != null && Arrays.equals(before.key, key)) {
      if (before.position != position) {
        kept[slot] = read(key, position, before);
      }
      return Objects.requireNonNull(kept[slot]).row;
    }
    Kept found = read(key, position, null);
    if (lastMissed[slot] == hash) {
      kept[slot] = found;
    }
    lastMissed[slot] = hash;
    return found.row;
  }

  private Kept read(Object[] key, long position, @Nullable Kept before) {
    ValueAndTimestamp<byte[]> stored = store().get(keys.get().encode(key));
    if (stored == null) {
      return new Kept(key, position, null, null);
    }
    byte[] value = stored.value();
    if (before != null && Arrays.equals(before.value, value)) {
      return new Kept(key, position, before.value, before.row);
    }
    try {
      return new Kept(key, position, value, withHidden(rows.get().decode(value), key));
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
    return position.offset();
  }

  private TimestampedKeyValueStore<byte[], byte[]> store() {
    if (store == null) {
      throw new IllegalStateException("the store of " + dimension + " is not there yet");
    }
    return store;
  }
}
