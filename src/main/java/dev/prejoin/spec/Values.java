package dev.prejoin.spec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.JsonRowCodec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Values of a column in a table's cell: JSON as topics have it, with two freedoms for people. NULL
 * is null, and what is no JSON of the column's type is read as a string, so that text and times
 * need no quotes.
 */
final class Values {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectReader STRICT =
      JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  private static final String NULL = "NULL";

  private Values() {}

  /**
   * The value that a cell's text stands for.
   *
   * @throws BadRowException if it is none of the column's type
   */
  static @Nullable Object read(Column column, String text) {
    JsonNode node = parse(text.equals(NULL) ? "null" : text);
    if (node == null || node.isTextual()) {
      return decode(column, node == null ? TextNode.valueOf(text) : node);
    }
    try {
      return decode(column, node);
    } catch (BadRowException noJson) {
      return orText(column, text, noJson);
    }
  }

  private static @Nullable Object orText(Column column, String text, BadRowException noJson) {
    if (text.equals(NULL)) {
      throw noJson;
    }
    try {
      return decode(column, TextNode.valueOf(text));
    } catch (BadRowException noText) {
      throw noJson;
    }
  }

  /** The shortest text that {@link #read} takes for this value. */
  static String text(Column column, @Nullable Object value) {
    JsonNode node = Objects.requireNonNull(parse(encode(column, value))).path(column.name());
    if (node.isNull()) {
      return NULL;
    }
    String json = node.toString();
    return node.isTextual() && readsAlike(column, node.textValue(), json) ? node.textValue() : json;
  }

  private static boolean readsAlike(Column column, String text, String json) {
    if (text.isEmpty() || !text.equals(text.strip()) || text.endsWith("…")) {
      return false;
    }
    try {
      String object = encode(column, read(column, text));
      return Objects.requireNonNull(parse(object)).path(column.name()).toString().equals(json);
    } catch (BadRowException e) {
      return false;
    }
  }

  private static String encode(Column column, @Nullable Object value) {
    Object[] row = new Object[] {value};
    return new String(new JsonRowCodec(List.of(column)).encode(row), StandardCharsets.UTF_8);
  }

  private static @Nullable Object decode(Column column, JsonNode node) {
    byte[] object =
        JsonNodeFactory.instance
            .objectNode()
            .set(column.name(), node)
            .toString()
            .getBytes(StandardCharsets.UTF_8);
    return new JsonRowCodec(List.of(column)).decode(object)[0];
  }

  private static @Nullable JsonNode parse(String text) {
    try {
      JsonNode node = STRICT.readTree(text);
      return node.isMissingNode() ? null : node;
    } catch (JsonProcessingException e) {
      return null;
    }
  }
}
