package dev.prejoin.capture;

import dev.prejoin.runtime.KafkaAnswer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka transactions of one capture: only the newest producer of a capture's name can commit. */
final class Transactions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
  private static final Duration CLOSING = Duration.ofSeconds(2);

  private final KafkaProducer<byte[], byte[]> producer;
  private final Map<String, DimensionKeys> dimensions = new HashMap<>();
  private boolean open;

  Transactions(CaptureSettings settings) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("linger.ms", 5);
    properties.put("batch.size", 262_144);
    properties.put("buffer.memory", 67_108_864);
    properties.put("compression.type", "lz4");
    properties.put("delivery.timeout.ms", 30_000);
    properties.put("request.timeout.ms", 10_000);
    properties.put("max.block.ms", 15_000);
    properties.putAll(settings.kafka());
    // The keys of a large dimension are read within one.
    properties.putIfAbsent("transaction.timeout.ms", 300_000);
    properties.put("transactional.id", "prejoin-capture-" + settings.name());
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    for (CapturedTable table : settings.tables()) {
      if (table.dimension()) {
        dimensions.put(table.topic(), new DimensionKeys(settings.kafka(), table.topic()));
      }
    }
  }

  /** Ends every earlier producer of this capture's name, and what it had not committed. */
  void takeOver() {
    producer.initTransactions();
  }

  /**
   * Sends within a transaction, which begins if there is none.
   *
   * @throws KafkaException if it is known already that this cannot be done
   */
  @SuppressWarnings("FutureReturnValueIgnored") // a send that fails makes the commit fail
  void send(ProducerRecord<byte[], byte[]> record) {
    if (!open) {
      producer.beginTransaction();
      open = true;
    }
    DimensionKeys keys = dimensions.get(record.topic());
    if (keys == null) {
      KafkaAnswer.unlessFailed(producer.send(record));
    } else {
      keys.sent(record);
      KafkaAnswer.unlessFailed(
          producer.send(
              record,
              (metadata, failure) -> {
                if (failure == null) {
                  keys.stored(metadata);
                }
              }));
    }
  }

  void commit() {
    producer.commitTransaction();
    open = false;
    dimensions.values().forEach(DimensionKeys::committed);
  }

  /** The keys of a dimension's topic, with what the open transaction has changed of them. */
  DimensionKeys dimensionKeys(String topic) {
    return Objects.requireNonNull(dimensions.get(topic));
  }

  /** Ends a transaction that is open, so that readers need not wait until it times out. */
  @Override
  public void close() {
    if (open) {
      try {
        producer.abortTransaction();
      } catch (KafkaException | IllegalStateException e) {
        LOG.debug("the transaction ends by its time limit or by the next start", e);
      }
    }
    producer.close(CLOSING);
  }
}
