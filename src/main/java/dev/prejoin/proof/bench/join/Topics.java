package dev.prejoin.proof.bench.join;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** The topics of a measurement: made, filled from one another, and taken away. */
final class Topics implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final long GONE_WITHIN_MS = 30_000;
  private static final long LOOK_EVERY_MS = 50;

  private final Map<String, Object> kafka;
  private final Admin admin;

  Topics(String bootstrapServers) {
    this.kafka = Map.of("bootstrap.servers", bootstrapServers);
    this.admin = Admin.create(kafka);
  }

  /** Takes away all that are not Kafka's own and that a condition names; returns when they are. */
  void delete(Predicate<String> which) throws IOException, InterruptedException {
    Set<String> names =
        of(admin.listTopics().names()).stream()
            .filter(name -> !name.startsWith("__") && which.test(name))
            .collect(Collectors.toSet());
    of(admin.deleteTopics(names).all());
    long begun = System.nanoTime();
    while (of(admin.listTopics().names()).stream().anyMatch(names::contains)) {
      if (System.nanoTime() - begun > GONE_WITHIN_MS * 1_000_000) {
        throw new IOException("Kafka does not delete " + names);
      }
      Thread.sleep(LOOK_EVERY_MS);
    }
  }

  /** Makes a topic of as many partitions as another one has. */
  void create(String name, String like) throws IOException, InterruptedException {
    of(
        admin
            .createTopics(
                List.of(new NewTopic(name, Optional.of(partitions(like)), Optional.empty())))
            .all());
  }

  private int partitions(String topic) throws IOException, InterruptedException {
    TopicDescription found = of(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
    if (found == null) {
      throw new IOException("Kafka does not tell of topic " + topic);
    }
    return found.partitions().size();
  }

  /** Up to where a topic's partitions go; none if there is no such topic. */
  Map<TopicPartition, Long> ends(String topic) throws IOException, InterruptedException {
    try {
      Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
      for (int i = 0; i < partitions(topic); i++) {
        asked.put(new TopicPartition(topic, i), OffsetSpec.latest());
      }
      Map<TopicPartition, Long> ends = new HashMap<>();
      of(admin.listOffsets(asked).all()).forEach((at, found) -> ends.put(at, found.offset()));
      return ends;
    } catch (UnknownTopicOrPartitionException e) {
      return Map.of();
    }
  }

  /**
   * Copies some of a topic's records, each into the partition that it is in.
   *
   * @param from the share of each partition that is passed over
   * @param to the share of each partition behind which nothing is copied
   * @param value makes the copy's values of the topic's
   * @return how many there were with a value
   */
  long copy(String topic, String into, double from, double to, UnaryOperator<byte[]> value)
      throws IOException, InterruptedException {
    Map<TopicPartition, Long> stops = new HashMap<>();
    Map<TopicPartition, Long> starts = new HashMap<>();
    ends(topic)
        .forEach(
            (partition, end) -> {
              starts.put(partition, Math.round(end * from));
              stops.put(partition, Math.round(end * to));
            });
    Map<String, Object> reading = new HashMap<>(kafka);
    reading.put("isolation.level", "read_committed");
    Map<String, Object> writing = new HashMap<>(kafka);
    writing.put("compression.type", "lz4");
    writing.put("batch.size", 256 * 1024);
    writing.put("linger.ms", 5);
    long copied = 0;
    try (KafkaConsumer<byte[], byte[]> consumer =
            new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
      AtomicReference<@Nullable Exception> failed = new AtomicReference<>();
      consumer.assign(starts.keySet());
      starts.forEach(consumer::seek);
      while (behind(consumer, stops)) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          Long stop = stops.get(new TopicPartition(topic, record.partition()));
          if (record.value() != null && stop != null && record.offset() < stop) {
            Future<RecordMetadata> unused =
                producer.send(
                    new ProducerRecord<>(
                        into,
                        record.partition(),
                        record.timestamp(),
                        record.key(),
                        value.apply(record.value()),
                        new RecordHeaders(record.headers())),
                    (at, failure) -> failed.compareAndSet(null, failure));
            copied++;
          }
        }
      }
      producer.flush();
      if (failed.get() != null) {
        throw new IOException("Kafka: " + failed.get());
      }
    }
    return copied;
  }

  private static boolean behind(
      KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> stops) {
    List<TopicPartition> done = new ArrayList<>();
    for (TopicPartition partition : consumer.assignment()) {
      if (consumer.position(partition) >= stops.getOrDefault(partition, 0L)) {
        done.add(partition);
      }
    }
    Collection<TopicPartition> left = new ArrayList<>(consumer.assignment());
    left.removeAll(done);
    consumer.pause(done);
    return !left.isEmpty();
  }

  private static <T> T of(KafkaFuture<T> answer) throws IOException, InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnknownTopicOrPartitionException unknown) {
        throw unknown;
      }
      throw new IOException("Kafka: " + e.getCause(), e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
