package dev.prejoin.runtime;

import java.util.HashMap;
import java.util.Map;

/** Producers of single records that somebody waits for. */
public final class KafkaWriting {
  private KafkaWriting() {}

  /**
   * Their properties, to which others may be added: whoever waits is told within 20 seconds.
   *
   * @param kafka properties of Kafka's clients, at least {@code bootstrap.servers}
   */
  public static Map<String, Object> awaited(Map<String, String> kafka) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put("max.block.ms", 10_000);
    properties.put("delivery.timeout.ms", 20_000);
    properties.put("request.timeout.ms", 10_000);
    return properties;
  }
}
