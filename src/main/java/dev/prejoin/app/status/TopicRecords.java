package dev.prejoin.app.status;

import dev.prejoin.runtime.KafkaReading;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads committed records between offsets, outside of any group. */
public final class TopicRecords {
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration TELL_EVERY = Duration.ofSeconds(2);

  private final Map<String, Object> consumer;
  private final Consumer<String> progress;

  /**
   * @param progress told now and then how far it is
   */
  public TopicRecords(Map<String, String> kafka, Consumer<String> progress) {
    this.progress = progress;
    consumer = KafkaReading.toAnEnd(kafka);
    consumer.put("max.partition.fetch.bytes", 16 << 20);
    consumer.put("max.poll.records", 20_000);
  }

  public void read(Map<TopicPartition, Span> spans, Consumer<ConsumerRecord<byte[], byte[]>> each) {
    read(spans, Duration.ofNanos(Long.MAX_VALUE), each);
  }

  /**
   * The same for no longer than a while.
   *
   * @return whether all of them were read
   */
  public boolean read(
      Map<TopicPartition, Span> spans,
      Duration longest,
      Consumer<ConsumerRecord<byte[], byte[]>> each) {
    long begun = System.nanoTime();
    try (KafkaConsumer<byte[], byte[]> reader =
        new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      reader.assign(spans.keySet());
      spans.forEach((at, span) -> reader.seek(at, span.from()));
      long told = System.nanoTime();
      while (left(reader, spans) > 0) {
        for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
          Span span = spans.get(new TopicPartition(record.topic(), record.partition()));
          if (span != null && record.offset() < span.to()) {
            each.accept(record);
          }
        }
        if (System.nanoTime() - told > TELL_EVERY.toNanos()) {
          told = System.nanoTime();
          tell(reader, spans);
        }
        if (System.nanoTime() - begun > longest.toNanos()) {
          return false;
        }
      }
      return true;
    }
  }

  private static long left(KafkaConsumer<byte[], byte[]> reader, Map<TopicPartition, Span> spans) {
    return spans.entrySet().stream()
        .mapToLong(e -> Math.max(0, e.getValue().to() - reader.position(e.getKey())))
        .sum();
  }

  private void tell(KafkaConsumer<byte[], byte[]> reader, Map<TopicPartition, Span> spans) {
    long all = spans.values().stream().mapToLong(span -> span.to() - span.from()).sum();
    String topics =
        String.join(", ", spans.keySet().stream().map(TopicPartition::topic).distinct().toList());
    progress.accept("%s: %,d of %,d records".formatted(topics, all - left(reader, spans), all));
  }
}
