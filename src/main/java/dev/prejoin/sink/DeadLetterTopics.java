package dev.prejoin.sink;

import dev.prejoin.runtime.KafkaAnswer;
import dev.prejoin.schema.RecordLimit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Dead letters in Kafka. */
final class DeadLetterTopics implements DeadLetters, AutoCloseable {
  private final Map<String, Object> properties;
  private final RecordLimit limit;
  private @Nullable KafkaProducer<byte[], byte[]> producer;

  DeadLetterTopics(Map<String, String> kafka) {
    properties = new HashMap<>(kafka);
    limit = RecordLimit.of(kafka);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    // The topic may be new. If the broker is not ready for the first batch and takes the second, it
    // refuses the first for ever (OUT_OF_ORDER_SEQUENCE_NUMBER): seen with Kafka 4.3.
    properties.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, "1");
  }

  @Override
  public void send(List<Undecodable> letters) {
    if (letters.isEmpty()) {
      return;
    }
    if (producer == null) {
      producer =
          new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (Undecodable letter : letters) {
      sent.add(KafkaAnswer.unlessFailed(producer.send(record(letter, producer))));
    }
    producer.flush();
    for (Future<RecordMetadata> acknowledged : sent) {
      try {
        acknowledged.get();
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      } catch (ExecutionException e) {
        if (e.getCause() instanceof KafkaException cause) {
          throw cause;
        }
        throw new KafkaException("a dead letter was not stored: " + e.getCause(), e);
      }
    }
  }

  /** In the partition it came from, where the end comes behind it if it is replayed. */
  private ProducerRecord<byte[], byte[]> record(
      Undecodable letter, KafkaProducer<byte[], byte[]> producer) {
    var from = letter.record();
    String topic = from.topic() + SUFFIX;
    ProducerRecord<byte[], byte[]> to =
        new ProducerRecord<>(
            topic,
            from.partition() % producer.partitionsFor(topic).size(),
            from.timestamp(),
            from.key(),
            // With a reason it may be more than Kafka takes; the source tells where its bytes are.
            limit.holds(from.key(), from.value()) ? from.value() : null,
            from.headers());
    to.headers().add("reason", letter.reason().getBytes(StandardCharsets.UTF_8));
    to.headers().add("source", letter.source().getBytes(StandardCharsets.UTF_8));
    return to;
  }

  @Override
  public void close() {
    if (producer != null) {
      producer.close();
    }
  }
}
