package dev.prejoin.topology;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaClientSupplier;

/**
 * Kafka Streams' own clients, but for two of them.
 *
 * <p>The consumer of sources: where records are gone that it was to read next, Kafka Streams would
 * go on behind them and say nothing.
 *
 * <p>The producer: Kafka Streams makes up a new transactional id at each start of a process whose
 * stores are all in memory (4.2, {@code StateDirectory.initializeProcessId}). What a process that
 * was killed had left open would then keep everybody from reading on until it times out, some
 * twenty seconds later. With the id of the instance, the next start ends it at once.
 */
final class StreamsClients implements KafkaClientSupplier {
  private final String applicationId;
  private final Optional<String> instanceId;

  /**
   * The clients of one application.
   *
   * @param instanceId who it is, also after a crash; no other process that runs may have it
   */
  StreamsClients(String applicationId, Optional<String> instanceId) {
    this.applicationId = applicationId;
    this.instanceId = instanceId;
  }

  @Override
  public Consumer<byte[], byte[]> getConsumer(Map<String, Object> config) {
    Map<String, Object> properties = new HashMap<>(config);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    return new WholeConsumer(properties);
  }

  @Override
  public Admin getAdmin(Map<String, Object> config) {
    return Admin.create(config);
  }

  @Override
  public Producer<byte[], byte[]> getProducer(Map<String, Object> config) {
    Map<String, Object> properties = new HashMap<>(config);
    properties.computeIfPresent(
        ProducerConfig.TRANSACTIONAL_ID_CONFIG, (key, own) -> transactionalId((String) own));
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * The transactional id of a producer.
   *
   * @param own Kafka Streams', which ends with the number of the thread; each has one producer
   */
  String transactionalId(String own) {
    return instanceId
        .map(id -> applicationId + "-" + id + own.substring(own.lastIndexOf('-')))
        .orElse(own);
  }

  @Override
  public Consumer<byte[], byte[]> getRestoreConsumer(Map<String, Object> config) {
    return plain(config);
  }

  @Override
  public Consumer<byte[], byte[]> getGlobalConsumer(Map<String, Object> config) {
    return plain(config);
  }

  private static Consumer<byte[], byte[]> plain(Map<String, Object> config) {
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }
}
