package dev.prejoin.capture;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.jspecify.annotations.Nullable;

/**
 * Reads one column out of Debezium's rows, as the Java class of the column's type. Which conversion
 * it takes is decided once per schema; a value that would lose something is refused.
 */
final class ValueReader {
  /** What Debezium puts for a large value that an update did not touch. */
  static final String UNAVAILABLE = "__debezium_unavailable_value";

  private static final byte[] UNAVAILABLE_BYTES = UNAVAILABLE.getBytes(StandardCharsets.UTF_8);

  private static final String SOURCE_TYPE = "__debezium.source.column.type";

  private final Column column;
  private final Field field;
  private final boolean hidesNull;
  private final Conversion conversion;

  ValueReader(Column column, Field field) {
    this.column = column;
    this.field = field;
    // Struct.get would give the column's DEFAULT for a NULL.
    hidesNull = field.schema().isOptional() && field.schema().defaultValue() != null;
    conversion =
        column.type().kind() == ColumnType.Kind.ARRAY
            ? array(column.type().elementType(), field.schema())
            : single(column.type(), field.schema());
  }

  /**
   * The column's value in a row.
   *
   * @throws BadRowException if it does not fit
   */
  @Nullable Object read(Struct row) {
    Object value = hidesNull ? row.getWithoutDefault(field.name()) : row.get(field);
    if (value == null) {
      // A NULL of any other type is a mistake of the schema, which ValueFit tells.
      return column.type().kind() == ColumnType.Kind.ARRAY ? column.absent() : null;
    }
    if (isUnavailable(value)) {
      throw new BadRowException(
          column.name()
              + " is not in the change event, as the update left its large value as it was; ALTER"
              + " TABLE … REPLICA IDENTITY FULL makes PostgreSQL send it");
    }
    return conversion.of(value);
  }

  private static boolean isNumeric(Schema schema) {
    Map<String, String> parameters = schema.parameters();
    return parameters != null && parameters.getOrDefault(SOURCE_TYPE, "").matches("(?i)_?numeric");
  }

  private Conversion single(ColumnType type, Schema schema) {
    Conversion conversion = Conversion.to(type, schema, isNumeric(field.schema()));
    return value -> {
      try {
        return conversion.of(value);
      } catch (ArithmeticException | IllegalArgumentException e) {
        throw new BadRowException(
            "%s is %s, which %s cannot hold".formatted(column.name(), shown(value), type));
      } catch (BadRowException e) {
        throw new BadRowException(
            "%s is %s, which %s cannot hold: %s"
                .formatted(column.name(), shown(value), type, e.getMessage()));
      }
    };
  }

  private Conversion array(ColumnType element, Schema schema) {
    if (schema.type() != Schema.Type.ARRAY) {
      return value -> {
        throw new BadRowException(column.name() + " is no array, as " + column.type() + " is");
      };
    }
    Conversion conversion = single(element, schema.valueSchema());
    return value -> {
      Object[] elements = ((List<?>) value).toArray();
      for (int i = 0; i < elements.length; i++) {
        if (elements[i] != null) {
          elements[i] = conversion.of(elements[i]);
        }
      }
      return Collections.unmodifiableList(Arrays.asList(elements));
    };
  }

  private static String shown(Object value) {
    return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
  }

  /** As Debezium's documentation has it, its placeholder's bytes stand for an array of numbers. */
  private static boolean isUnavailable(Object value) {
    if (value instanceof List<?> list) {
      Object first = list.size() == 1 ? list.get(0) : null;
      return first != null ? isUnavailable(first) : isPlaceholder(list);
    }
    return UNAVAILABLE.equals(value)
        || Arrays.equals(UNAVAILABLE_BYTES, Conversion.bytesOrNull(value));
  }

  private static boolean isPlaceholder(List<?> numbers) {
    return numbers.size() == UNAVAILABLE_BYTES.length
        && IntStream.range(0, numbers.size())
            .allMatch(
                i ->
                    numbers.get(i) instanceof Number number
                        && number.longValue() == UNAVAILABLE_BYTES[i]);
  }
}
