package dev.prejoin.schema;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/**
 * The relations that a directory of Avro schemas describes: {@code name.avsc} has the columns and
 * {@code name-key.avsc}, for a source, its primary key. Beside Avro's own logical types, {@code
 * uint32} on a long is ClickHouse's UInt32, and {@code "precision": 0} on a timestamp says that it
 * has whole seconds only.
 */
public final class AvroSchemas {
  private static final String SUFFIX = ".avsc";
  private static final String KEY = "-key";

  private final Map<String, Schema> schemas;
  private final Map<String, List<Column>> columns;

  private AvroSchemas(Map<String, Schema> schemas, Map<String, List<Column>> columns) {
    this.schemas = schemas;
    this.columns = columns;
  }

  /**
   * Reads every schema of a directory.
   *
   * @throws ProblemException with every file that is no schema or has a type that prejoin lacks
   */
  public static AvroSchemas read(Path directory) {
    Map<String, Schema> schemas = new TreeMap<>();
    Map<String, List<Column>> columns = new TreeMap<>();
    List<String> problems = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
      for (Path file : files) {
        String fileName = file.getFileName().toString();
        String name = fileName.substring(0, fileName.length() - SUFFIX.length());
        try {
          Schema schema = new Schema.Parser().parse(Files.readString(file));
          columns.put(name, columns(schema));
          schemas.put(name, schema);
        } catch (AvroRuntimeException | IllegalArgumentException e) {
          problems.add(file + ": " + e.getMessage());
        }
      }
    } catch (IOException e) {
      problems.add(
          directory
              + ": cannot be read ("
              + e
              + "); schemas.directory names where the schemas are");
    }
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.CONFIGURATION, problems);
    }
    return new AvroSchemas(schemas, columns);
  }

  /** The relation of this name; its key is empty unless it has a key schema. */
  public Optional<Relation> find(String name) {
    List<Column> found = columns.get(name);
    return found == null || name.endsWith(KEY)
        ? Optional.empty()
        : Optional.of(new Relation(name, found, columns.getOrDefault(name + KEY, List.of())));
  }

  /** The schema of a relation's rows. */
  public Schema value(String relation) {
    return schema(relation);
  }

  /** The schema of a source's keys. */
  public Schema key(String relation) {
    return schema(relation + KEY);
  }

  private Schema schema(String name) {
    Schema schema = schemas.get(name);
    if (schema == null) {
      throw new IllegalArgumentException("no schema " + name);
    }
    return schema;
  }

  /**
   * The columns of a record's schema.
   *
   * @throws IllegalArgumentException if it is no record, or has a type that prejoin lacks
   */
  public static List<Column> columns(Schema schema) {
    if (schema.getType() != Schema.Type.RECORD) {
      throw new IllegalArgumentException("the schema is no record but " + schema.getType());
    }
    return schema.getFields().stream().map(AvroSchemas::column).toList();
  }

  private static Column column(Schema.Field field) {
    Schema type = field.schema();
    boolean nullable = type.isNullable();
    if (type.getType() == Schema.Type.UNION) {
      List<Schema> branches =
          type.getTypes().stream().filter(t -> t.getType() != Schema.Type.NULL).toList();
      if (branches.size() != 1) {
        throw unsupported(field);
      }
      type = branches.get(0);
    }
    return new Column(field.name(), columnType(field, type).withNullable(nullable));
  }

  private static ColumnType columnType(Schema.Field field, Schema type) {
    return switch (type.getType()) {
      case BOOLEAN -> ColumnType.of(ColumnType.Kind.BOOLEAN);
      case INT ->
          ColumnType.of(
              type.getLogicalType() instanceof LogicalTypes.Date
                  ? ColumnType.Kind.DATE32
                  : ColumnType.Kind.INT32);
      case LONG -> longType(type);
      case FLOAT -> ColumnType.of(ColumnType.Kind.FLOAT32);
      case DOUBLE -> ColumnType.of(ColumnType.Kind.FLOAT64);
      case STRING -> ColumnType.of(ColumnType.Kind.STRING);
      default -> throw unsupported(field);
    };
  }

  private static ColumnType longType(Schema type) {
    if (type.getLogicalType() instanceof LogicalTypes.TimestampMillis) {
      return ColumnType.timestamp(
          type.getObjectProp("precision") instanceof Integer precision ? precision : 3);
    }
    if (type.getLogicalType() instanceof LogicalTypes.TimestampMicros) {
      return ColumnType.timestamp(6);
    }
    return ColumnType.of(
        "uint32".equals(type.getProp("logicalType"))
            ? ColumnType.Kind.UINT32
            : ColumnType.Kind.INT64);
  }

  private static IllegalArgumentException unsupported(Schema.Field field) {
    return new IllegalArgumentException(
        "field "
            + field.name()
            + " is "
            + field.schema()
            + "; allowed are boolean, int (date), long (uint32, timestamp-millis,"
            + " timestamp-micros), float, double and string, each or null");
  }
}
