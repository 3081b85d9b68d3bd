package dev.prejoin.capture;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a capture stores with each batch, as JSON.
 *
 * @param offset Debezium's own offset as JSON: the last complete group; null before there is a slot
 * @param open how much is written of the group after it
 * @param tables how far the rows of each topic have come, by topic
 * @param changes the records written per topic since the beginning
 * @param owner the running capture that wrote this, to notice another one
 * @param backfills how far ranges of tables have come that are read again, by topic
 * @param requestsFrom the offset of the first record of this topic that may be a request which was
 *     not taken up
 */
record CaptureState(
    @Nullable String offset,
    LsnGroups.@Nullable Open open,
    Map<String, TableState> tables,
    Map<String, Long> changes,
    String owner,
    long requestsFrom,
    Map<String, BackfillState> backfills) {
  private static final ObjectMapper JSON = new ObjectMapper();

  CaptureState {
    tables = Collections.unmodifiableMap(new TreeMap<>(tables));
    changes = Collections.unmodifiableMap(new TreeMap<>(changes));
    backfills = Collections.unmodifiableMap(new TreeMap<>(backfills));
  }

  /** One without a range that is read again. */
  CaptureState(
      @Nullable String offset,
      LsnGroups.@Nullable Open open,
      Map<String, TableState> tables,
      Map<String, Long> changes,
      String owner,
      long requestsFrom) {
    this(offset, open, tables, changes, owner, requestsFrom, Map.of());
  }

  static CaptureState first(String owner) {
    return new CaptureState(null, null, Map.of(), Map.of(), owner, 0);
  }

  CaptureState ownedBy(String newOwner) {
    return new CaptureState(offset, open, tables, changes, newOwner, requestsFrom, backfills);
  }

  CaptureState withTables(Map<String, TableState> newTables, long requests) {
    return new CaptureState(offset, open, newTables, changes, owner, requests, backfills);
  }

  CaptureState withBackfills(Map<String, BackfillState> newBackfills) {
    return new CaptureState(offset, open, tables, changes, owner, requestsFrom, newBackfills);
  }

  /** The log it had is gone. */
  CaptureState withoutLog() {
    return new CaptureState(null, null, tables, changes, owner, requestsFrom, backfills);
  }

  /** The log begins at a position, by which all tables are published. */
  CaptureState withLogFrom(long position) {
    Map<String, TableState> published = new TreeMap<>(tables);
    published.replaceAll((topic, table) -> table.published());
    return new CaptureState(
        offsetJson(Map.of("lsn", position)),
        null,
        published,
        changes,
        owner,
        requestsFrom,
        backfills);
  }

  /** The last event of the last complete group; null before the first. */
  LsnGroups.@Nullable Reached reached() {
    JsonNode json = offsetNode();
    return json.path("lsn").isNumber()
        ? new LsnGroups.Reached(
            json.path("lsn").asLong(),
            json.path("txId").asLong(-1),
            json.path("lsn_commit").asLong(-1))
        : null;
  }

  /** Up to where PostgreSQL may have forgotten its log. */
  long logPosition() {
    JsonNode json = offsetNode();
    return Math.max(
        json.path("lsn").asLong(),
        Math.max(json.path("lsn_proc").asLong(), json.path("lsn_commit").asLong()));
  }

  private JsonNode offsetNode() {
    try {
      return JSON.readTree(offset == null ? "{}" : offset);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a capture's offset is no JSON", e);
    }
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
      ObjectNode all = json.putObject("tables");
      tables.forEach((topic, table) -> write(all.putObject(topic), table));
      json.set("changes", JSON.valueToTree(changes));
      ObjectNode ranges = json.putObject("backfills");
      backfills.forEach((topic, backfill) -> ranges.set(topic, BackfillJson.of(backfill)));
      json.put("owner", owner).put("requestsFrom", requestsFrom);
      return JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a capture's state is no JSON", e);
    }
  }

  private static void write(ObjectNode json, TableState table) {
    json.put("table", table.table())
        .put("incarnation", table.incarnation())
        .put("phase", table.phase().name())
        .put("rows", table.rows())
        .put("expected", table.expected());
    if (table.isUnfinished()) {
      json.set("after", JSON.valueToTree(table.after()));
      json.set("until", JSON.valueToTree(table.until()));
      json.put("streamed", table.streamed());
    }
  }

  /**
   * Reads what {@link #toBytes} wrote.
   *
   * @throws ProblemException if it is something else
   */
  static CaptureState parse(byte[] bytes) {
    try {
      JsonNode json = JSON.readTree(bytes);
      Map<String, TableState> tables = new TreeMap<>();
      if (!json.path("tables").isObject()) {
        throw new IOException("it is of an older version; begin anew with empty topics");
      }
      for (Map.Entry<String, JsonNode> table : json.path("tables").properties()) {
        tables.put(table.getKey(), table(table.getValue()));
      }
      Map<String, Long> changes = new TreeMap<>();
      json.path("changes")
          .properties()
          .forEach(entry -> changes.put(entry.getKey(), entry.getValue().asLong()));
      Map<String, BackfillState> backfills = new TreeMap<>();
      json.path("backfills")
          .properties()
          .forEach(entry -> backfills.put(entry.getKey(), BackfillJson.state(entry.getValue())));
      JsonNode open = json.path("partial");
      return new CaptureState(
          json.path("offset").isObject() ? json.path("offset").toString() : null,
          open.isObject()
              ? new LsnGroups.Open(
                  open.path("lsn").asLong(), open.path("txId").asLong(), open.path("count").asInt())
              : null,
          tables,
          changes,
          json.path("owner").asText(),
          json.path("requestsFrom").asLong(),
          backfills);
    } catch (IOException | IllegalArgumentException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT,
          "the stored state of the capture cannot be read: " + e.getMessage());
    }
  }

  private static TableState table(JsonNode json) {
    return new TableState(
        json.path("table").asText(),
        json.path("incarnation").asInt(1),
        TableState.Phase.valueOf(json.path("phase").asText()),
        texts(json.path("after")),
        texts(json.path("until")),
        json.path("rows").asLong(),
        json.path("expected").asLong(),
        json.path("streamed").asLong());
  }

  private static List<String> texts(JsonNode json) {
    List<String> texts = new ArrayList<>();
    json.forEach(text -> texts.add(text.asText()));
    return texts;
  }
}
