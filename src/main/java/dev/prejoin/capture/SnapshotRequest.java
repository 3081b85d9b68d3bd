package dev.prejoin.capture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * That tables are to be snapshotted anew: a record in the topic of the captures' states, which the
 * capture takes up when it next looks, even if it is not running now.
 *
 * @param tables schema and name of each; empty for all
 */
public record SnapshotRequest(Set<String> tables) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public SnapshotRequest {
    tables = Set.copyOf(tables);
  }

  boolean concerns(String table) {
    return tables.isEmpty() || tables.contains(table);
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
    return "snapshot/" + capture + "/";
  }

  private byte[] toBytes() {
    ObjectNode json = JSON.createObjectNode();
    json.set("tables", JSON.valueToTree(new TreeSet<>(tables)));
    try {
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a request is no JSON", e);
    }
  }

  /** Reads a record of the topic; empty if it is no request to this capture. */
  static Optional<SnapshotRequest> parse(
      String capture, byte @Nullable [] key, byte @Nullable [] value) {
    if (key == null
        || value == null
        || !new String(key, StandardCharsets.UTF_8).startsWith(keyPrefix(capture))) {
      return Optional.empty();
    }
    try {
      JsonNode json = JSON.readTree(value);
      Set<String> tables = new TreeSet<>();
      json.path("tables").forEach(table -> tables.add(table.asText()));
      // Else what is no request would be one for all tables.
      return json.path("tables").isArray()
          ? Optional.of(new SnapshotRequest(tables))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
