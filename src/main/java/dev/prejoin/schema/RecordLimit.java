package dev.prejoin.schema;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How large a record may be. One that is larger is refused by Kafka's producer each time that it is
 * sent, so that nothing behind it ever goes on.
 *
 * @param bytes the most that key and value may have together
 */
public record RecordLimit(int bytes) {
  /** The property of Kafka's producer, and its default (kafka.apache.org, "Producer Configs"). */
  private static final String MAX_REQUEST = "max.request.size";

  private static final int DEFAULT_MAX_REQUEST = 1_048_576;

  /** What a record has beside key and value: headers, lengths. */
  private static final int OVERHEAD = 4096;

  /** The limit of a producer with these properties. */
  public static RecordLimit of(Map<String, String> kafka) {
    return new RecordLimit(
        Integer.parseInt(kafka.getOrDefault(MAX_REQUEST, "" + DEFAULT_MAX_REQUEST)) - OVERHEAD);
  }

  /** The limit of Kafka Streams, whose producers' properties may have a prefix. */
  public static RecordLimit ofStreams(Map<String, String> kafka) {
    String own = kafka.get("producer." + MAX_REQUEST);
    return of(own == null ? kafka : Map.of(MAX_REQUEST, own));
  }

  /** Whether a record of this key and value can be sent. */
  public boolean holds(byte @Nullable [] key, byte @Nullable [] value) {
    return size(key, value) <= bytes;
  }

  /**
   * Returns if it can be sent.
   *
   * @throws BadRowException if not
   */
  public void require(byte @Nullable [] key, byte @Nullable [] value) {
    if (!holds(key, value)) {
      throw new BadRowException(
          "the row has %d bytes; Kafka takes %d (%s)"
              .formatted(size(key, value), bytes, MAX_REQUEST));
    }
  }

  private static long size(byte @Nullable [] key, byte @Nullable [] value) {
    return (key == null ? 0L : key.length) + (value == null ? 0 : value.length);
  }
}
