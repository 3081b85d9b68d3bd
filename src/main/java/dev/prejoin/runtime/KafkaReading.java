package dev.prejoin.runtime;

import java.util.HashMap;
import java.util.Map;

/** Consumers that read what is committed up to an end, and are closed then. */
public final class KafkaReading {
  private static final int LONGEST_WAIT_MS = 10;

  private KafkaReading() {}

  /**
   * Their properties, to which others may be added.
   *
   * @param kafka properties of Kafka's clients, at least {@code bootstrap.servers}
   */
  public static Map<String, Object> toAnEnd(Map<String, String> kafka) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("isolation.level", "read_committed");
    properties.put("allow.auto.create.topics", false);
    // At the end of a topic a broker holds a request for so long, and close() waits for it.
    properties.put("fetch.max.wait.ms", LONGEST_WAIT_MS);
    return properties;
  }
}
