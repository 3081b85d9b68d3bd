package dev.prejoin.sink;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * How the sink reads and how much it writes at a time.
 *
 * @param groupId the consumer group, whose offsets say what has landed
 * @param kafka properties of Kafka's clients, at least {@code bootstrap.servers}; may hold secrets
 * @param instanceId who it is in its group, also after a crash; without it, it is a stranger then
 * @param flushInterval how long a row waits for others at most, when there are few
 * @param batchRows how many rows, of all shards, make a batch before that time
 * @param retryInterval how long it waits before it asks again a server that is away
 * @param rebuildInterval how long stale buckets wait for others at most
 * @param rebuildBuckets how many of them are counted anew at once, at most
 */
public record SinkSettings(
    String groupId,
    Map<String, String> kafka,
    Optional<String> instanceId,
    Duration flushInterval,
    int batchRows,
    Duration retryInterval,
    Duration rebuildInterval,
    int rebuildBuckets) {
  /** More, and the statement's sets take much memory. */
  public static final int MOST_BUCKETS = 50_000;

  public SinkSettings {
    kafka = Map.copyOf(kafka);
    if (batchRows < 1 || rebuildBuckets < 1) {
      throw new IllegalArgumentException(
          "batchRows " + batchRows + ", rebuildBuckets " + rebuildBuckets);
    }
  }

  /** With the intervals and sizes that suit most. */
  public static SinkSettings of(String groupId, Map<String, String> kafka) {
    return new SinkSettings(
        groupId,
        kafka,
        Optional.empty(),
        Duration.ofMillis(250),
        100_000,
        Duration.ofSeconds(1),
        Duration.ofSeconds(1),
        MOST_BUCKETS);
  }

  /** Names no property of Kafka's clients: they may hold secrets. */
  @Override
  public String toString() {
    return "SinkSettings[group " + groupId + ", " + flushInterval + ", " + batchRows + " rows]";
  }
}
