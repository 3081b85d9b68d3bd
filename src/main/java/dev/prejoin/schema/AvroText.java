package dev.prejoin.schema;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Avro schemas as files: what {@link AvroSchemas} reads, a field a line. */
public final class AvroText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private AvroText() {}

  /**
   * The text of {@code name.avsc}.
   *
   * @param doc what a record is, in a sentence
   */
  public static String value(String name, List<Column> columns, String doc) {
    return record(name, columns, doc);
  }

  /**
   * The text of {@code name-key.avsc}.
   *
   * @param doc what a record is, in a sentence
   */
  public static String key(String name, List<Column> key, String doc) {
    return record(name + "_key", key, doc);
  }

  private static String record(String name, List<Column> columns, String doc) {
    return """
        {
          "type": "record",
          "name": %s,
          "namespace": "prejoin",
          "doc": %s,
          "fields": [
        %s
          ]
        }
        """
        .formatted(
            quoted(name),
            quoted(doc),
            columns.stream().map(column -> field(name, column)).collect(Collectors.joining(",\n")));
  }

  private static String field(String record, Column column) {
    // An enum has a name of its own in Avro, which must be no record's.
    String enumName = record + "_" + column.name();
    JsonNode type = json(AvroTypes.schema(column.type(), enumName).toString());
    String otherwise =
        switch (column.type().kind()) {
          case ARRAY -> ", \"default\": []";
          default -> column.type().nullable() ? ", \"default\": null" : "";
        };
    return "    {\"name\": %s, \"type\": %s%s}"
        .formatted(quoted(column.name()), spaced(type), otherwise);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Avro writes JSON", e);
    }
  }

  /** In one line, with blanks where a person would set them. */
  private static String spaced(JsonNode node) {
    if (node.isObject()) {
      return node.properties().stream()
          .map(field -> quoted(field.getKey()) + ": " + spaced(field.getValue()))
          .collect(Collectors.joining(", ", "{", "}"));
    }
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false)
            .map(AvroText::spaced)
            .collect(Collectors.joining(", ", "[", "]"))
        : node.toString();
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
