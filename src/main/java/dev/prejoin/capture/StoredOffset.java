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
 * wrote the changes. Debezium asks again for what it tells PostgreSQL to forget its log by, so what
 * was marked as processed since is kept in mind. Public because Debezium makes it by its name.
 */
public final class StoredOffset implements OffsetBackingStore {
  /** The property with the offset as JSON. */
  static final String PROPERTY = "offset.storage.prejoin.offset";

  private volatile byte @Nullable [] offset;

  @Override
  public void configure(WorkerConfig config) {
    Object stored = config.originals().get(PROPERTY);
    offset = stored == null ? null : stored.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
    Map<ByteBuffer, ByteBuffer> found = new HashMap<>();
    byte[] known = offset;
    if (known != null) {
      for (ByteBuffer key : keys) {
        found.put(key, ByteBuffer.wrap(known));
      }
    }
    return CompletableFuture.completedFuture(found);
  }

  @Override
  @SuppressWarnings("NullAway") // Kafka Connect's own stores complete both with null
  public Future<Void> set(Map<ByteBuffer, ByteBuffer> values, @Nullable Callback<Void> callback) {
    for (ByteBuffer value : values.values()) {
      byte[] marked = new byte[value.remaining()];
      value.duplicate().get(marked);
      offset = marked;
    }
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
