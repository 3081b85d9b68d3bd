package dev.prejoin.capture;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Gives Debezium the offset that was stored, and stores none: that was done in the transaction that
 * wrote the changes. Public because Debezium makes it by its name.
 */
public final class StoredOffset implements OffsetBackingStore {
  /** The property with the offset as JSON. */
  static final String PROPERTY = "offset.storage.prejoin.offset";

  private byte @Nullable [] offset;

  @Override
  public void configure(WorkerConfig config) {
    Object stored = config.originals().get(PROPERTY);
    offset = stored == null ? null : stored.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
    Map<ByteBuffer, ByteBuffer> found = new HashMap<>();
    if (offset != null) {
      for (ByteBuffer key : keys) {
        found.put(key, ByteBuffer.wrap(offset));
      }
    }
    return CompletableFuture.completedFuture(found);
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka Connect's own stores complete both with null
  public Future<Void> set(Map<ByteBuffer, ByteBuffer> values, @Nullable Callback<Void> callback) {
    if (callback != null) {
      callback.onCompletion(null, null);
    }
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Set<Map<String, Object>> connectorPartitions(String connector) {
    return Set.of();
  }

  @Override
  public void start() {}

  @Override
  public void stop() {}
}
