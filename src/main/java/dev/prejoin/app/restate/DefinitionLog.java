package dev.prejoin.app.restate;

import dev.prejoin.app.definitions.DefinitionState;
import dev.prejoin.runtime.KafkaReading;
import dev.prejoin.schema.TopicNames;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Follows {@link TopicNames#DEFINITIONS} from its beginning. */
public final class DefinitionLog implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(10);
  private static final TopicPartition ONLY = new TopicPartition(TopicNames.DEFINITIONS, 0);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final DefinitionState state = new DefinitionState();

  private long position;

  /** Where it ended when it was first read. */
  private OptionalLong begun = OptionalLong.empty();

  /** Kafka is not asked before it is first read: whoever has made it can close it. */
  public DefinitionLog(Map<String, String> kafka) {
    consumer =
        new KafkaConsumer<>(
            KafkaReading.toAnEnd(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(List.of(ONLY));
    consumer.seekToBeginning(List.of(ONLY));
  }

  /** Takes what is new; whether all is known that was there when it began. */
  public boolean read() {
    if (begun.isEmpty()) {
      begun = OptionalLong.of(consumer.endOffsets(List.of(ONLY)).getOrDefault(ONLY, 0L));
    }
    consumer.poll(POLL).forEach(state::take);
    position = consumer.position(ONLY);
    return position >= begun.getAsLong();
  }

  /** All records before this offset are taken. */
  long position() {
    return position;
  }

  /** What they say; of who reads, on the same thread. */
  public DefinitionState state() {
    return state;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
