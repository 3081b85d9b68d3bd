package dev.prejoin.topology;

import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * How far a source's partition was read, by whoever ran its task: kept in a store, which Kafka has
 * and which is committed together with the results. Unlike the offsets of a consumer group it
 * neither expires nor can be reset.
 */
final class Progress {
  /** The store is written once in so many records, as far ahead. */
  static final long AHEAD = 1_000;

  private static final String READ = "read";

  private final String source;
  private final ReadBefore readBefore;
  private @Nullable KeyValueStore<String, Long> store;
  private long readBeforeThisTask;
  private long written;

  /**
   * @param readBefore for a source of which the store knows nothing
   */
  Progress(String source, ReadBefore readBefore) {
    this.source = source;
    this.readBefore = readBefore;
  }

  static String store(String source) {
    return source + "-progress";
  }

  static StoreBuilder<KeyValueStore<String, Long>> builder(String source) {
    return Stores.keyValueStoreBuilder(
        Stores.inMemoryKeyValueStore(store(source)), Serdes.String(), Serdes.Long());
  }

  void init(ProcessingContext context) {
    KeyValueStore<String, Long> opened = context.getStateStore(store(source));
    store = opened;
    Long stored = opened.get(READ);
    readBeforeThisTask =
        stored == null ? readBefore.upTo(source, context.taskId().partition()) : stored;
    written = stored == null ? 0 : stored;
  }

  /** Whether the source's partition was read by whoever kept this store. */
  static boolean isBegun(KeyValueStore<String, Long> store) {
    return store.get(READ) != null;
  }

  /**
   * Whether the record may have been read before this task began, so that its results may be in
   * Kafka already: the offsets of the group were reset, or forgotten after idle days. It is so of
   * the first records after each start, too, which costs no more than a look.
   */
  boolean mayRepeat(long offset) {
    if (offset >= written) {
      written = offset + AHEAD;
      store().put(READ, written);
    }
    return offset < readBeforeThisTask;
  }

  private KeyValueStore<String, Long> store() {
    if (store == null) {
      throw new IllegalStateException("the store of " + source + " is not there yet");
    }
    return store;
  }
}
