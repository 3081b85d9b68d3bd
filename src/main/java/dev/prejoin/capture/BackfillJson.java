package dev.prejoin.capture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Ranges that are read again, as JSON. What is none throws an IllegalArgumentException. */
final class BackfillJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private BackfillJson() {}

  static ObjectNode of(BackfillRange range) {
    ObjectNode json = JSON.createObjectNode();
    json.put("kind", range.kind().name()).put("column", range.column());
    json.set("from", JSON.valueToTree(range.from()));
    json.set("to", JSON.valueToTree(range.to()));
    json.set("keys", JSON.valueToTree(range.keys()));
    return json;
  }

  /** How many bytes it takes in a record. */
  static long bytes(BackfillRange range) {
    return of(range).toString().getBytes(StandardCharsets.UTF_8).length;
  }

  static BackfillRange range(JsonNode json) {
    List<List<String>> keys = new ArrayList<>();
    json.path("keys").forEach(key -> keys.add(texts(key)));
    return new BackfillRange(
        BackfillRange.Kind.valueOf(json.path("kind").asText()),
        json.path("column").asText(),
        texts(json.path("from")),
        texts(json.path("to")),
        keys);
  }

  static ObjectNode of(BackfillState state) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", state.id());
    json.set("range", of(state.range()));
    json.set("begun", JSON.valueToTree(state.begun()));
    json.set("after", JSON.valueToTree(state.after()));
    json.set("until", JSON.valueToTree(state.until()));
    json.put("rows", state.rows())
        .put("gone", state.gone())
        .put("phase", state.phase().name())
        .put("failure", state.failure());
    return json;
  }

  static BackfillState state(JsonNode json) {
    Map<Integer, Long> begun = new TreeMap<>();
    json.path("begun")
        .properties()
        .forEach(at -> begun.put(Integer.parseInt(at.getKey()), at.getValue().asLong()));
    return new BackfillState(
        json.path("id").asText(),
        range(json.path("range")),
        begun,
        texts(json.path("after")),
        texts(json.path("until")),
        json.path("rows").asLong(),
        json.path("gone").asLong(),
        BackfillState.Phase.valueOf(json.path("phase").asText()),
        json.path("failure").asText());
  }

  private static List<String> texts(JsonNode json) {
    List<String> texts = new ArrayList<>();
    json.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
