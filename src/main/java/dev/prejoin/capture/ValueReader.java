package dev.prejoin.capture;

import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import io.debezium.time.Date;
import io.debezium.time.MicroTimestamp;
import io.debezium.time.Timestamp;
import io.debezium.time.ZonedTimestamp;
import java.math.BigDecimal;
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

  private interface Conversion {
    @Nullable Object of(Object value);
  }

  private final Column column;
  private final Field field;
  private final boolean hidesNull;
  private final Conversion conversion;

  ValueReader(Column column, Field field) {
    this.column = column;
    this.field = field;
    // Struct.get would give the column's DEFAULT for a NULL.
    hidesNull = field.schema().isOptional() && field.schema().defaultValue() != null;
    conversion = conversion(column.type(), field.schema());
  }

  /**
   * The column's value in a row.
   *
   * @throws BadRowException if it does not fit
   */
  @Nullable Object read(Struct row) {
    Object value = hidesNull ? row.getWithoutDefault(field.name()) : row.get(field);
    return value == null ? null : conversion.of(value);
  }

  private Conversion conversion(ColumnType type, Schema schema) {
    String logical = schema.name() == null ? "" : schema.name();
    return switch (type.kind()) {
      case BOOLEAN -> value -> value instanceof Boolean ? value : misfit(value);
      case INT32 -> value -> exactInt(whole(value), value);
      case INT64, UINT32 -> this::whole;
      case FLOAT32 -> value -> value instanceof Float ? value : misfit(value);
      case FLOAT64 -> this::fraction;
      case STRING -> this::text;
      case DATE32 -> logical.equals(Date.SCHEMA_NAME) ? value -> value : this::misfit;
      case TIMESTAMP -> timestamp(type.precision(), logical);
      default -> throw new IllegalArgumentException("not yet: " + type);
    };
  }

  private long whole(Object value) {
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      return ((Number) value).longValue();
    }
    if (value instanceof String decimal) {
      try {
        return new BigDecimal(decimal).longValueExact();
      } catch (ArithmeticException | NumberFormatException e) {
        throw misfitting(value);
      }
    }
    throw misfitting(value);
  }

  private Object exactInt(long number, Object value) {
    return number == (int) number ? (Object) (int) number : misfit(value);
  }

  private Object fraction(Object value) {
    if (value instanceof Double) {
      return value;
    }
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    if (value instanceof Integer || value instanceof Short) {
      return ((Number) value).doubleValue();
    }
    if (value instanceof Long number && (long) (double) number == number) {
      return (double) number;
    }
    if (value instanceof String decimal) {
      try {
        return decimal.equalsIgnoreCase("nan") ? Double.NaN : Double.parseDouble(decimal);
      } catch (NumberFormatException e) {
        return misfit(value);
      }
    }
    return misfit(value);
  }

  private Object text(Object value) {
    if (UNAVAILABLE.equals(value)) {
      throw new BadRowException(
          column.name()
              + " is not in the change event, as the update left its large value as it was; ALTER"
              + " TABLE … REPLICA IDENTITY FULL makes PostgreSQL send it");
    }
    return value instanceof String ? value : misfit(value);
  }

  private Conversion timestamp(int precision, String logical) {
    return switch (logical) {
      case Timestamp.SCHEMA_NAME ->
          precision == 6 ? value -> Math.multiplyExact(whole(value), 1000L) : this::whole;
      case MicroTimestamp.SCHEMA_NAME -> value -> ofMicros(whole(value), precision);
      case ZonedTimestamp.SCHEMA_NAME -> value -> ofMicros(zoned(value), precision);
      default -> this::misfit;
    };
  }

  private long zoned(Object value) {
    if (value instanceof String text) {
      try {
        return UtcText.micros(text);
      } catch (BadRowException e) {
        throw new BadRowException(column.name() + " is " + value + ": " + e.getMessage());
      }
    }
    throw misfitting(value);
  }

  private Object ofMicros(long micros, int precision) {
    if (precision == 6) {
      return micros;
    }
    if (micros % 1000 != 0) {
      throw new BadRowException(
          column.name() + " has microseconds, which do not fit " + column.type());
    }
    return micros / 1000;
  }

  private Object misfit(Object value) {
    throw misfitting(value);
  }

  private BadRowException misfitting(Object value) {
    return new BadRowException(
        column.name() + " is " + value + ", which " + column.type() + " cannot hold");
  }
}
