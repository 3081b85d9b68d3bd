package dev.prejoin.capture;

import dev.prejoin.schema.ColumnType;
import io.debezium.data.Bits;
import io.debezium.time.Date;
import io.debezium.time.MicroTime;
import io.debezium.time.MicroTimestamp;
import io.debezium.time.Time;
import io.debezium.time.Timestamp;
import io.debezium.time.ZonedTimestamp;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.UUID;
import org.apache.kafka.connect.data.Schema;
import org.jspecify.annotations.Nullable;

/** Makes a value of a row from one of Debezium's, which is not NULL. */
interface Conversion {
  /**
   * The value as the column's Java class.
   *
   * @throws ArithmeticException if digits would be lost
   * @throws IllegalArgumentException if it is no value of the type at all
   * @throws dev.prejoin.schema.BadRowException if it is no time, with the reason
   */
  Object of(Object value);

  /**
   * The conversion from one of Debezium's schemas.
   *
   * @param numeric whether the column, or its elements, are PostgreSQL's numeric
   */
  static Conversion to(ColumnType type, Schema schema, boolean numeric) {
    String logical = schema.name() == null ? "" : schema.name();
    return switch (type.kind()) {
      case BOOLEAN -> value -> instance(Boolean.class, value);
      case INT8, INT16, INT32, UINT8, UINT16 -> value -> Math.toIntExact(whole(value));
      case INT64, UINT32 -> value -> whole(value);
      case UINT64 -> Conversion::unsigned;
      case FLOAT32 -> value -> instance(Float.class, value);
      case FLOAT64 -> Conversion::fraction;
      case DECIMAL -> value -> decimal(value).setScale(type.scale());
      case STRING ->
          numeric ? value -> numericText(instance(String.class, value)) : text(schema, logical);
      case ENUM -> value -> instance(String.class, value);
      case BYTES -> Conversion::bytes;
      case UUID -> value -> UUID.fromString(instance(String.class, value));
      case DATE, DATE32 ->
          logical.equals(Date.SCHEMA_NAME)
              ? value -> instance(Integer.class, value)
              : Conversion::refuse;
      case TIMESTAMP -> timestamp(type, logical);
      case ARRAY -> Conversion::refuse;
    };
  }

  private static Object refuse(Object value) {
    throw new IllegalArgumentException(String.valueOf(value));
  }

  private static <T> T instance(Class<T> type, Object value) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException(String.valueOf(value));
    }
    return type.cast(value);
  }

  private static long whole(Object value) {
    if (value instanceof Long || value instanceof Integer || value instanceof Short) {
      return ((Number) value).longValue();
    }
    return new BigDecimal(instance(String.class, value)).longValueExact();
  }

  private static Object unsigned(Object value) {
    BigInteger number = decimal(value).toBigIntegerExact();
    if (number.signum() < 0 || number.bitLength() > Long.SIZE) {
      throw new ArithmeticException(String.valueOf(value));
    }
    return number.longValue();
  }

  private static BigDecimal decimal(Object value) {
    return value instanceof String digits
        ? new BigDecimal(digits)
        : BigDecimal.valueOf(whole(value));
  }

  private static Object fraction(Object value) {
    if (value instanceof Double) {
      return value;
    }
    if (value instanceof Float number) {
      return number.doubleValue();
    }
    if (value instanceof String digits) {
      return switch (numericText(digits)) {
        case "NaN" -> Double.NaN;
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> new BigDecimal(digits).doubleValue();
      };
    }
    long number = whole(value);
    if ((long) (double) number != number) {
      throw new ArithmeticException(String.valueOf(value));
    }
    return (double) number;
  }

  /** As PostgreSQL writes it; Debezium has names of its own. */
  private static String numericText(String digits) {
    return switch (digits) {
      case "NAN" -> "NaN";
      case "POSITIVE_INFINITY" -> "Infinity";
      case "NEGATIVE_INFINITY" -> "-Infinity";
      default -> digits;
    };
  }

  private static Conversion text(Schema schema, String logical) {
    return switch (logical) {
      case MicroTime.SCHEMA_NAME -> value -> TimeText.ofMicros(whole(value));
      case Time.SCHEMA_NAME -> value -> TimeText.ofMicros(Math.multiplyExact(whole(value), 1000L));
      case Bits.LOGICAL_NAME -> {
        int length = Integer.parseInt(schema.parameters().get(Bits.LENGTH_FIELD));
        yield value -> bits(bytes(value), length);
      }
      default ->
          // bit(1)
          schema.type() == Schema.Type.BOOLEAN
              ? value -> instance(Boolean.class, value) ? "1" : "0"
              : value -> instance(String.class, value);
    };
  }

  /** As PostgreSQL writes it: the first bit is the most significant, which Debezium has last. */
  private static String bits(byte[] littleEndian, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int bit = length - 1; bit >= 0; bit--) {
      int at = bit / Byte.SIZE;
      boolean set = at < littleEndian.length && (littleEndian[at] >> bit % Byte.SIZE & 1) == 1;
      text.append(set ? '1' : '0');
    }
    return text.toString();
  }

  private static byte[] bytes(Object value) {
    byte[] bytes = bytesOrNull(value);
    if (bytes == null) {
      throw new IllegalArgumentException(String.valueOf(value));
    }
    return bytes;
  }

  /** The bytes of a value that is bytes. */
  static byte @Nullable [] bytesOrNull(Object value) {
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    return value instanceof byte[] bytes ? bytes : null;
  }

  private static Conversion timestamp(ColumnType type, String logical) {
    long units = type.unitsPerSecond();
    return switch (logical) {
      case Timestamp.SCHEMA_NAME -> value -> inUnits(whole(value), 1_000, units);
      case MicroTimestamp.SCHEMA_NAME -> value -> inUnits(whole(value), 1_000_000, units);
      case ZonedTimestamp.SCHEMA_NAME ->
          value -> inUnits(UtcText.micros(instance(String.class, value)), 1_000_000, units);
      default -> Conversion::refuse;
    };
  }

  private static long inUnits(long value, long from, long to) {
    if (from <= to) {
      return Math.multiplyExact(value, to / from);
    }
    if (value % (from / to) != 0) {
      throw new ArithmeticException("finer than the type");
    }
    return value / (from / to);
  }
}
