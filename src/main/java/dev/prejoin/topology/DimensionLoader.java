package dev.prejoin.topology;

import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.TimestampedKeyValueStore;
import org.apache.kafka.streams.state.ValueAndTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Puts a dimension's records into its store. A GlobalKTable does the same, but restores its store
 * at a start past any processor, so that nobody would hear of the position that it has reached: a
 * lookup would wait for metadata that is there.
 */
final class DimensionLoader extends ContextualProcessor<byte[], byte[], Void, Void> {
  private final String dimension;
  private final DimensionPosition position;
  private @Nullable TimestampedKeyValueStore<byte[], byte[]> store;

  DimensionLoader(String dimension, DimensionPosition position) {
    this.dimension = dimension;
    this.position = position;
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    super.init(context);
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
    // Only now: whoever sees the position finds the row.
    context().recordMetadata().map(RecordMetadata::offset).ifPresent(position::reached);
  }
}
