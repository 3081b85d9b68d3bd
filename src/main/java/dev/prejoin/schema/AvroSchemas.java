package dev.prejoin.schema;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.ByteArrayOutputStream;
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
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/**
 * The relations that a directory of Avro schemas describes: {@code name.avsc} has the columns and
 * {@code name-key.avsc}, for a source, its primary key. {@link AvroTypes} says which types they
 * have.
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

  /** The columns of the key schema of this name, also of a relation without a schema of rows. */
  public List<Column> keyColumns(String name) {
    return columns.getOrDefault(name + KEY, List.of());
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
    try {
      ColumnType type = AvroTypes.columnType(field.schema());
      return new Column(field.name(), type, absent(field, type));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("field " + field.name() + ": " + e.getMessage(), e);
    }
  }

  /** The field's default as a value of the column, read as any other of its type. */
  private static @Nullable Object absent(Schema.Field field, ColumnType type) {
    if (!field.hasDefaultValue() || field.defaultVal() == JsonProperties.NULL_VALUE) {
      return null;
    }
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
      new GenericDatumWriter<>(field.schema())
          .write(GenericData.get().getDefaultValue(field), encoder);
      Column column = new Column(field.name(), type);
      BoundedDecoder decoder = new BoundedDecoder();
      decoder.begin(bytes.toByteArray(), 0, 0);
      Object value = AvroIn.of(field.schema(), column).read(decoder);
      ValueFit.check(column, value);
      return value;
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    } catch (BadRowException e) {
      throw new IllegalArgumentException("its default does not fit: " + e.getMessage(), e);
    }
  }
}
