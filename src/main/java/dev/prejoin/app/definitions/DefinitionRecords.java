package dev.prejoin.app.definitions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prejoin.schema.TopicNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The records of {@link TopicNames#DEFINITIONS} that are not tasks' own, as JSON. */
final class DefinitionRecords {
  static final String MADE = "made ";
  static final String REQUEST = "request ";
  static final String WORK = "work ";

  private static final ObjectMapper JSON = new ObjectMapper();

  private DefinitionRecords() {}

  static ProducerRecord<byte[], byte[]> made(String target, Made made) {
    ObjectNode json = JSON.createObjectNode();
    json.put("fingerprint", hex(made.fingerprint()));
    json.set("before", JSON.valueToTree(made.before()));
    return record(MADE + target, json);
  }

  static Optional<Made> made(byte[] value) {
    return read(value)
        .map(json -> new Made(fingerprint(json.path("fingerprint")), offsets(json.path("before"))));
  }

  static ProducerRecord<byte[], byte[]> request(String source, RestateRequest request) {
    ObjectNode json = JSON.createObjectNode();
    json.put("id", request.id());
    json.set("targets", JSON.valueToTree(request.targets()));
    json.put("paused", request.paused());
    return record(REQUEST + source, json);
  }

  static Optional<RestateRequest> request(byte[] value) {
    return read(value)
        .map(
            json -> {
              Set<String> targets = new TreeSet<>();
              json.path("targets").forEach(target -> targets.add(target.asText()));
              return new RestateRequest(
                  json.path("id").asText(), targets, json.path("paused").asBoolean());
            });
  }

  static ProducerRecord<byte[], byte[]> work(String source, RestateWork work) {
    ObjectNode json = JSON.createObjectNode();
    json.put("request", work.request());
    ObjectNode fingerprints = json.putObject("fingerprints");
    work.fingerprints().forEach((target, of) -> fingerprints.put(target, hex(of)));
    json.set("before", JSON.valueToTree(work.before()));
    json.put("total", work.total())
        .put("sent", work.sent())
        .put("after", work.after())
        .put("done", work.done())
        .put("waits", work.waits());
    return record(WORK + source, json);
  }

  static Optional<RestateWork> work(byte[] value) {
    return read(value)
        .map(
            json -> {
              Map<String, Long> fingerprints = new TreeMap<>();
              json.path("fingerprints")
                  .properties()
                  .forEach(of -> fingerprints.put(of.getKey(), fingerprint(of.getValue())));
              return new RestateWork(
                  json.path("request").asText(),
                  fingerprints,
                  offsets(json.path("before")),
                  json.path("total").asLong(-1),
                  json.path("sent").asLong(),
                  json.path("after").asText(),
                  json.path("done").asBoolean(),
                  json.path("waits").asText());
            });
  }

  private static ProducerRecord<byte[], byte[]> record(String key, ObjectNode json) {
    try {
      return new ProducerRecord<>(
          TopicNames.DEFINITIONS,
          0,
          key.getBytes(StandardCharsets.UTF_8),
          JSON.writeValueAsBytes(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(key + " is no JSON", e);
    }
  }

  /** What is not ours says nothing. */
  private static Optional<JsonNode> read(byte[] value) {
    try {
      return Optional.of(JSON.readTree(value)).filter(JsonNode::isObject);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Map<Integer, Long> offsets(JsonNode json) {
    Map<Integer, Long> offsets = new TreeMap<>();
    json.properties()
        .forEach(
            at -> {
              if (at.getKey().matches("\\d{1,9}")) {
                offsets.put(Integer.parseInt(at.getKey()), at.getValue().asLong());
              }
            });
    return offsets;
  }

  private static String hex(long fingerprint) {
    return "%016x".formatted(fingerprint);
  }

  private static long fingerprint(JsonNode json) {
    String text = json.asText();
    return text.matches("[0-9a-f]{16}") ? Long.parseUnsignedLong(text, 16) : 0;
  }
}
