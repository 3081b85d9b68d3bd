package dev.prejoin.topology;

import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How the topology runs.
 *
 * @param commitIntervalMs rows are seen downstream only when a transaction commits
 * @param instanceId who it is in its group, also after a crash; without it, it is a stranger then
 * @param replicationFactor of the changelogs of stores; -1 for the broker's default
 * @param kafka what every Kafka client gets, bootstrap.servers among it
 */
public record EnrichmentSettings(
    String applicationId,
    int threads,
    int commitIntervalMs,
    String stateDirectory,
    Optional<String> instanceId,
    short replicationFactor,
    Map<String, String> kafka) {

  /** A server that is away for long is waited for, not given up. */
  private static final long TASK_TIMEOUT_MS = Integer.MAX_VALUE;

  Properties properties() {
    Properties p = new Properties();
    p.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
    p.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    p.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
    p.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitIntervalMs);
    p.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory);
    p.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, (int) replicationFactor);
    p.put(StreamsConfig.TASK_TIMEOUT_MS_CONFIG, TASK_TIMEOUT_MS);
    p.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    // A task has one partition: there is no other whose records could be earlier.
    p.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
    p.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
    p.put(StreamsConfig.producerPrefix(ProducerConfig.LINGER_MS_CONFIG), 5);
    p.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), 256 * 1024);
    instanceId.ifPresent(
        id -> p.put(StreamsConfig.consumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), id));
    // After a crash the others wait for the dead member no longer than this.
    p.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 6_000);
    // Only where nothing was ever read; WholeConsumer sees to that.
    p.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
    p.putAll(kafka);
    return p;
  }
}
