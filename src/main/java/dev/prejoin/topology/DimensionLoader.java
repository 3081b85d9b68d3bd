package dev.prejoin.topology;

import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Puts a dimension's records into its store. A GlobalKTable does the same, but restores its store
 * at a start past any processor, and then the store does not know the position that it has reached
 * (Kafka 4.3's {@code GlobalStateManagerImpl}): a lookup would wait for metadata that is there.
 */
final class DimensionLoader implements Processor<byte[], byte[], Void, Void> {
  private final String dimension;
  private @Nullable TimestampedKeyValueStore<byte[], byte[]> store;

  DimensionLoader(String dimension) {
    this.dimension = dimension;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    store = context.getStateStore(dimension);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    if (store == null) {
      throw new IllegalStateException("the store of " + dimension + " is not there yet");
    }
    if (record.key() != null) {
      store.put(record.key(), ValueAndTimestamp.make(record.value(), record.timestamp()));
    }
  }
}
