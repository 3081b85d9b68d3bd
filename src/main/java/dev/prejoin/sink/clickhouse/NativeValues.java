package dev.prejoin.sink.clickhouse;

import dev.prejoin.schema.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A column's values, as ClickHouse's Native format has them: its columns in memory. */
final class NativeValues {
  /** A Decimal of no more digits is 32 bits wide. */
  static final int MAX_DIGITS_IN_INT = 9;

  /** A Decimal of no more digits is 64 bits wide; one of more, 128. */
  static final int MAX_DIGITS_IN_LONG = 18;

  private static final int MILLIS = 1000;

  private NativeValues() {}

  private interface Put {
    void put(Object value);
  }

  static <R> void write(
      ByteBlock out, ColumnType type, List<R> rows, Function<R, @Nullable Object> value) {
    if (type.kind() == ColumnType.Kind.ARRAY) {
      array(out, type.elementType(), rows, value);
      return;
    }
    if (type.nullable()) {
      for (R row : rows) {
        out.putByte(value.apply(row) == null ? 1 : 0);
      }
    }
    Object absent = type.zero();
    Put put = put(out, type);
    for (R row : rows) {
      Object present = value.apply(row);
      put.put(present == null ? absent : present);
    }
  }

  /** Where each array ends, then the elements of all of them. */
  private static <R> void array(
      ByteBlock out, ColumnType element, List<R> rows, Function<R, @Nullable Object> value) {
    List<@Nullable Object> elements = new ArrayList<>();
    for (R row : rows) {
      if (value.apply(row) instanceof List<?> array) {
        elements.addAll(array);
      }
      out.putLong(elements.size());
    }
    write(out, element, elements, each -> each);
  }

  private static Put put(ByteBlock out, ColumnType type) {
    return switch (type.kind()) {
      case BOOLEAN -> value -> out.putByte((Boolean) value ? 1 : 0);
      case INT8, UINT8 -> value -> out.putByte((Integer) value);
      case INT16, UINT16, DATE -> value -> out.putShort((Integer) value);
      case INT32, DATE32 -> value -> out.putInt((Integer) value);
      case UINT32 -> value -> out.putInt((int) (long) (Long) value);
      case INT64, UINT64 -> value -> out.putLong((Long) value);
      case FLOAT32 -> value -> out.putInt(Float.floatToRawIntBits((Float) value));
      case FLOAT64 -> value -> out.putLong(Double.doubleToRawLongBits((Double) value));
      case DECIMAL -> decimal(out, type.precision());
      case STRING -> value -> out.putString((String) value);
      case BYTES -> value -> out.putString(bytes(value));
      case UUID ->
          value -> {
            out.putLong(((UUID) value).getMostSignificantBits());
            out.putLong(((UUID) value).getLeastSignificantBits());
          };
      case TIMESTAMP ->
          type.precision() == 0
              ? value -> out.putInt((int) Math.floorDiv((Long) value, MILLIS))
              : value -> out.putLong((Long) value);
      case ENUM -> enumeration(out, type.symbols());
      case ARRAY -> throw new IllegalArgumentException("an array is no single value");
    };
  }

  /** In a key, bytes are a ByteBuffer, which has equals. */
  static byte[] bytes(Object value) {
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    return (byte[]) value;
  }

  private static Put decimal(ByteBlock out, int precision) {
    if (precision <= MAX_DIGITS_IN_INT) {
      return value -> out.putInt(((BigDecimal) value).unscaledValue().intValue());
    }
    if (precision <= MAX_DIGITS_IN_LONG) {
      return value -> out.putLong(((BigDecimal) value).unscaledValue().longValue());
    }
    return value -> {
      BigInteger unscaled = ((BigDecimal) value).unscaledValue();
      out.putLong(unscaled.longValue());
      out.putLong(unscaled.shiftRight(Long.SIZE).longValue());
    };
  }

  private static Put enumeration(ByteBlock out, List<String> symbols) {
    Map<Object, Integer> numbers = new HashMap<>();
    symbols.forEach(symbol -> numbers.put(symbol, numbers.size() + 1));
    return symbols.size() <= Byte.MAX_VALUE
        ? value -> out.putByte(number(numbers, value))
        : value -> out.putShort(number(numbers, value));
  }

  private static int number(Map<Object, Integer> numbers, Object symbol) {
    Integer number = numbers.get(symbol);
    if (number == null) {
      throw new IllegalArgumentException("'" + symbol + "' is none of " + numbers.keySet());
    }
    return number;
  }
}
