package dev.prejoin.schema;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.stream.Collectors;

/** Avro schemas as files: what {@link AvroSchemas} reads, a field a line. */
public final class AvroText {
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
            columns.stream().map(AvroText::field).collect(Collectors.joining(",\n")));
  }

  private static String field(Column column) {
    String type = type(column.type());
    return column.type().nullable()
        ? "    {\"name\": %s, \"type\": [\"null\", %s], \"default\": null}"
            .formatted(quoted(column.name()), type)
        : "    {\"name\": %s, \"type\": %s}".formatted(quoted(column.name()), type);
  }

  private static String type(ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> quoted("boolean");
      case INT32 -> quoted("int");
      case INT64 -> quoted("long");
      case UINT32 -> logical("long", "uint32", "");
      case FLOAT32 -> quoted("float");
      case FLOAT64 -> quoted("double");
      case STRING -> quoted("string");
      case DATE32 -> logical("int", "date", "");
      case TIMESTAMP ->
          switch (type.precision()) {
            case 0 -> logical("long", "timestamp-millis", ", \"precision\": 0");
            case 3 -> logical("long", "timestamp-millis", "");
            default -> logical("long", "timestamp-micros", "");
          };
      default -> throw new IllegalArgumentException("no Avro type is written for " + type);
    };
  }

  private static String logical(String type, String logicalType, String more) {
    return "{\"type\": \"%s\", \"logicalType\": \"%s\"%s}".formatted(type, logicalType, more);
  }

  private static String quoted(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
