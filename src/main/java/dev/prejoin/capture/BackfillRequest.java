package dev.prejoin.capture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * That a range of a table is to be read again, or what is to become of that: a record in the topic
 * of the captures' states, which the capture takes up when it next looks.
 *
 * @param id of the range's reading
 * @param table schema and name
 * @param wish what is asked for
 * @param range where it begins; else empty
 */
public record BackfillRequest(String id, String table, Wish wish, Optional<BackfillRange> range) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What is asked for. */
  public enum Wish {
    BEGIN,
    PAUSE,
    RESUME,
    /** What has come stays. */
    CANCEL
  }

  /**
   * Writes it.
   *
   * @param kafka properties of a Kafka client
   * @throws KafkaException if Kafka does not take it
   */
  public void send(Map<String, String> kafka, String topic, String capture) {
    new StateTopic(kafka, topic).ask(keyPrefix(capture), toBytes());
  }

  /** A capture is named like its slot, which has no slash, so no state has such a key. */
  private static String keyPrefix(String capture) {
    return "backfill/" + capture + "/";
  }

  byte[] toBytes() {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", id).put("table", table).put("wish", wish.name());
    range.ifPresent(of -> json.set("range", BackfillJson.of(of)));
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a request is no JSON", e);
    }
  }

  /** Reads a record of the topic; empty if it is no request to this capture. */
  static Optional<BackfillRequest> parse(
      String capture, byte @Nullable [] key, byte @Nullable [] value) {
    if (key == null
        || value == null
        || !new String(key, StandardCharsets.UTF_8).startsWith(keyPrefix(capture))) {
      return Optional.empty();
    }
    try {
      JsonNode json = JSON.readTree(value);
      Wish wish = Wish.valueOf(json.path("wish").asText());
      Optional<BackfillRange> range =
          wish == Wish.BEGIN
              ? Optional.of(BackfillJson.range(json.path("range")))
              : Optional.empty();
      return Optional.of(
          new BackfillRequest(json.path("id").asText(), json.path("table").asText(), wish, range));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
