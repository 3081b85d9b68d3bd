package dev.prejoin.sink;

import dev.prejoin.schema.Origin;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Records of one partition as they came, in few arrays, to be decoded again. Each has a key, a
 * value and an {@link Origin}.
 */
final class RecordLog {
  private static final int FEWEST_BYTES = 4 << 10;
  private static final int MOST_BYTES = 1 << 20;
  private static final int NUMBERS = 2 * Long.BYTES + 3 * Integer.BYTES;

  private final TopicPartition partition;
  private final List<ByteBuffer> chunks = new ArrayList<>();
  private int size;

  RecordLog(TopicPartition partition) {
    this.partition = partition;
  }

  int size() {
    return size;
  }

  void add(ConsumerRecord<byte[], byte[]> record) {
    byte[] origin = record.headers().lastHeader(Origin.HEADER).value();
    ByteBuffer chunk = chunk(NUMBERS + origin.length + record.key().length + record.value().length);
    chunk.putLong(record.offset()).putLong(record.timestamp());
    put(chunk, origin);
    put(chunk, record.key());
    put(chunk, record.value());
    size++;
  }

  private ByteBuffer chunk(int bytes) {
    ByteBuffer last = chunks.isEmpty() ? null : chunks.get(chunks.size() - 1);
    if (last != null && last.remaining() >= bytes) {
      return last;
    }
    int more = last == null ? FEWEST_BYTES : Math.min(MOST_BYTES, 2 * last.capacity());
    ByteBuffer next = ByteBuffer.allocate(Math.max(bytes, more));
    chunks.add(next);
    return next;
  }

  private static void put(ByteBuffer chunk, byte[] bytes) {
    chunk.putInt(bytes.length).put(bytes);
  }

  /** Each record in turn. */
  void forEach(Consumer<ConsumerRecord<byte[], byte[]>> use) {
    for (ByteBuffer written : chunks) {
      ByteBuffer chunk = written.duplicate().flip();
      while (chunk.hasRemaining()) {
        use.accept(record(chunk));
      }
    }
  }

  private ConsumerRecord<byte[], byte[]> record(ByteBuffer chunk) {
    long offset = chunk.getLong();
    long timestamp = chunk.getLong();
    byte[] origin = bytes(chunk);
    byte[] key = bytes(chunk);
    byte[] value = bytes(chunk);
    return new ConsumerRecord<>(
        partition.topic(),
        partition.partition(),
        offset,
        timestamp,
        TimestampType.CREATE_TIME,
        key.length,
        value.length,
        key,
        value,
        new RecordHeaders().add(Origin.HEADER, origin),
        Optional.empty());
  }

  private static byte[] bytes(ByteBuffer chunk) {
    byte[] bytes = new byte[chunk.getInt()];
    chunk.get(bytes);
    return bytes;
  }
}
