package dev.prejoin.app.definitions;

import dev.prejoin.runtime.KafkaAnswer;
import dev.prejoin.runtime.KafkaWriting;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Writes what is asked and done about definitions. Every method returns when Kafka has it, and
 * throws a {@link org.apache.kafka.common.KafkaException} if that is not known.
 */
public final class DefinitionWriter implements AutoCloseable {
  private final KafkaProducer<byte[], byte[]> producer;

  public DefinitionWriter(Map<String, String> kafka) {
    Map<String, Object> properties = KafkaWriting.awaited(kafka);
    properties.put("acks", "all");
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A view's rows of history are of a definition. */
  public void made(String target, Made made) {
    write(DefinitionRecords.made(target, made));
  }

  /**
   * Replaces what was asked for before.
   *
   * @return the offset of its record
   */
  public long request(String source, RestateRequest request) {
    return write(DefinitionRecords.request(source, request));
  }

  public void work(String source, RestateWork work) {
    write(DefinitionRecords.work(source, work));
  }

  private long write(ProducerRecord<byte[], byte[]> record) {
    return KafkaAnswer.of(producer.send(record)).offset();
  }

  @Override
  public void close() {
    producer.close();
  }
}
