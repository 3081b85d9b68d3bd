package dev.prejoin.app.resend;

import dev.prejoin.runtime.KafkaAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends records to the end of their partitions, if nothing else of their rows has come meanwhile.
 * Kafka has no such condition; but in a transaction it tells where the records stand before they
 * count, and whoever reads uncommitted records sees all that stands before them. So a change of the
 * same row stands either before, and the transaction is aborted, or behind, and counts as later.
 *
 * <p>Readers of committed records wait for an open transaction: it lasts for some milliseconds, or,
 * if this process dies, until Kafka ends it.
 *
 * @param <R> what is sent
 */
public final class Sender<R extends Resent> implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(8);

  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> uncommitted;
  private final KeyReading keys;

  /**
   * The only one of its name: an earlier one can commit nothing from now on.
   *
   * @throws KafkaException if Kafka does not answer
   */
  public Sender(Map<String, String> kafka, String transactionalId, KeyReading keys) {
    this.keys = keys;
    Map<String, Object> sending = new HashMap<>(kafka);
    sending.put("transactional.id", transactionalId);
    sending.put("enable.idempotence", true);
    sending.put("acks", "all");
    sending.put("linger.ms", 5);
    sending.put("request.timeout.ms", 5_000);
    sending.put("delivery.timeout.ms", 9_000);
    sending.put("transaction.timeout.ms", 10_000);
    Map<String, Object> reading = new HashMap<>(kafka);
    reading.put("isolation.level", "read_uncommitted");
    reading.put("allow.auto.create.topics", false);
    // What is known may have gone from the topic: then all that is there is looked through.
    reading.put("auto.offset.reset", "earliest");
    producer = new KafkaProducer<>(sending, new ByteArraySerializer(), new ByteArraySerializer());
    uncommitted =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      producer.initTransactions();
    } catch (KafkaException e) {
      close();
      throw e;
    }
  }

  /**
   * Sends all of them, or none.
   *
   * @param known up to where each partition's committed records are known to hold no later change
   * @return those that kept it from being done; none if it is
   * @throws KafkaException if it was not done, or not certainly
   */
  public Set<R> send(List<R> batch, Map<TopicPartition, Long> known) {
    producer.beginTransaction();
    Set<R> conflicts;
    try {
      conflicts = write(batch, known);
    } catch (KafkaException e) {
      abort(e);
      throw e;
    }
    if (conflicts.isEmpty()) {
      producer.commitTransaction();
    } else {
      producer.abortTransaction();
    }
    return conflicts;
  }

  private Set<R> write(List<R> batch, Map<TopicPartition, Long> known) {
    List<Future<RecordMetadata>> answers = new ArrayList<>();
    batch.forEach(record -> answers.add(KafkaAnswer.unlessFailed(producer.send(record.again()))));
    producer.flush();
    Conflicts<R> conflicts = new Conflicts<>(keys);
    for (int i = 0; i < batch.size(); i++) {
      conflicts.sent(batch.get(i), KafkaAnswer.of(answers.get(i)).offset());
    }
    readBetween(known, conflicts);
    return conflicts.found();
  }

  /** So that readers need not wait until Kafka ends it. */
  private void abort(KafkaException cause) {
    try {
      producer.abortTransaction();
    } catch (KafkaException e) {
      cause.addSuppressed(e);
    }
  }

  private void readBetween(Map<TopicPartition, Long> known, Conflicts<R> conflicts) {
    Map<TopicPartition, Long> ends = conflicts.ends();
    Collection<TopicPartition> partitions = ends.keySet();
    uncommitted.assign(partitions);
    ends.forEach((at, end) -> uncommitted.seek(at, Math.min(end, known.getOrDefault(at, 0L))));
    long begun = System.nanoTime();
    while (partitions.stream()
        .anyMatch(at -> uncommitted.position(at) < ends.getOrDefault(at, 0L))) {
      for (ConsumerRecord<byte[], byte[]> record : uncommitted.poll(POLL)) {
        conflicts.read(record);
      }
      if (System.nanoTime() - begun > PATIENCE.toNanos()) {
        throw new TimeoutException("Kafka does not give what stands before the records sent");
      }
    }
  }

  @Override
  public void close() {
    uncommitted.close();
    producer.close(Duration.ofSeconds(5));
  }
}
