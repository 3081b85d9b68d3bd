package dev.prejoin.capture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a capture stores with each batch, as JSON.
 *
 * @param offset Debezium's own offset as JSON: the last complete group; null before the first
 * @param open how much is written of the group after it
 * @param incarnation how often the source was snapshotted from the start, from 1
 * @param snapshotCompleted whether the topics hold the whole initial snapshot
 * @param tables the captured tables, to notice a change
 * @param changes the records written per topic since the beginning
 * @param owner the running capture that wrote this, to notice another one
 */
record CaptureState(
    @Nullable String offset,
    LsnGroups.@Nullable Open open,
    int incarnation,
    boolean snapshotCompleted,
    List<String> tables,
    Map<String, Long> changes,
    String owner) {
  private static final ObjectMapper JSON = new ObjectMapper();

  CaptureState {
    tables = List.copyOf(tables);
    changes = new TreeMap<>(changes);
  }

  static CaptureState first(List<String> tables, String owner) {
    return new CaptureState(null, null, 1, false, tables, Map.of(), owner);
  }

  CaptureState withOwner(String newOwner) {
    return new CaptureState(
        offset, open, incarnation, snapshotCompleted, tables, changes, newOwner);
  }

  static String offsetJson(Map<String, ?> offset) {
    try {
      return JSON.writeValueAsString(offset);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an offset of Debezium is no JSON: " + offset, e);
    }
  }

  byte[] toBytes() {
    ObjectNode json = JSON.createObjectNode();
    try {
      if (offset != null) {
        json.set("offset", JSON.readTree(offset));
      }
      if (open != null) {
        json.putObject("partial")
            .put("lsn", open.lsn())
            .put("txId", open.transaction())
            .put("count", open.count());
      }
      json.put("incarnation", incarnation).put("snapshotCompleted", snapshotCompleted);
      json.set("tables", JSON.valueToTree(tables));
      json.set("changes", JSON.valueToTree(changes));
      return JSON.writeValueAsBytes(json.put("owner", owner));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a capture's state is no JSON", e);
    }
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws ProblemException if it is something else
   */
  static CaptureState parse(byte[] bytes) {
    JsonNode json;
    try {
      json = JSON.readTree(bytes);
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT, "the stored state of the capture is no JSON: " + e.getMessage());
    }
    List<String> tables = new ArrayList<>();
    json.path("tables").forEach(table -> tables.add(table.asText()));
    Map<String, Long> changes = new TreeMap<>();
    json.path("changes")
        .properties()
        .forEach(entry -> changes.put(entry.getKey(), entry.getValue().asLong()));
    JsonNode open = json.path("partial");
    return new CaptureState(
        json.path("offset").isObject() ? json.path("offset").toString() : null,
        open.isObject()
            ? new LsnGroups.Open(
                open.path("lsn").asLong(), open.path("txId").asLong(), open.path("count").asInt())
            : null,
        json.path("incarnation").asInt(1),
        json.path("snapshotCompleted").asBoolean(),
        tables,
        changes,
        json.path("owner").asText());
  }
}
