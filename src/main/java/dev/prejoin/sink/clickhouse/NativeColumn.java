package dev.prejoin.sink.clickhouse;

import dev.prejoin.schema.ColumnType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A column's values, as ClickHouse's Native format has them: its columns in memory. Several of one
 * type are written as one.
 */
final class NativeColumn {
  /** A Decimal of no more digits is 32 bits wide. */
  static final int MAX_DIGITS_IN_INT = 9;

  /** A Decimal of no more digits is 64 bits wide; one of more, 128. */
  static final int MAX_DIGITS_IN_LONG = 18;

  private static final int MILLIS = 1000;
  private static final int BYTES_AT_FIRST = 64;

  private interface Put {
    void put(Object value);
  }

  /** Of a Nullable: for each value, whether it is NULL. */
  private final @Nullable ByteBlock nulls;

  /** Of an array: its elements. */
  private final @Nullable NativeColumn elements;

  /** Of an array: where the elements of each end. */
  private long[] ends = new long[0];

  private int arrays;

  private final ByteBlock values = new ByteBlock(BYTES_AT_FIRST);
  private final Put put;
  private final Object absent;

  NativeColumn(ColumnType type) {
    boolean array = type.kind() == ColumnType.Kind.ARRAY;
    nulls = type.nullable() && !array ? new ByteBlock(BYTES_AT_FIRST) : null;
    elements = array ? new NativeColumn(type.elementType()) : null;
    put = array ? this::putArray : put(values, type);
    absent = type.zero();
  }

  void add(@Nullable Object value) {
    if (nulls != null) {
      nulls.putByte(value == null ? 1 : 0);
    }
    put.put(value == null ? absent : value);
  }

  private void putArray(Object value) {
    if (arrays == ends.length) {
      ends = Arrays.copyOf(ends, Math.max(BYTES_AT_FIRST, 2 * arrays));
    }
    List<?> array = (List<?>) value;
    // By position, as millions of iterators are garbage.
    for (int i = 0; i < array.size(); i++) {
      Objects.requireNonNull(elements).add(array.get(i));
    }
    ends[arrays] = (arrays == 0 ? 0 : ends[arrays - 1]) + array.size();
    arrays++;
  }

  /** Writes columns of one type as one, in their order. */
  static void write(ByteBlock out, List<NativeColumn> columns) {
    long before = 0;
    List<NativeColumn> elements = new ArrayList<>();
    for (NativeColumn column : columns) {
      if (column.elements != null) {
        before = column.writeEnds(out, before);
        elements.add(column.elements);
      }
    }
    if (!elements.isEmpty()) {
      write(out, elements);
      return;
    }
    for (NativeColumn column : columns) {
      if (column.nulls != null) {
        out.put(column.nulls);
      }
    }
    columns.forEach(column -> out.put(column.values));
  }

  private long writeEnds(ByteBlock out, long before) {
    for (int i = 0; i < arrays; i++) {
      out.putLong(before + ends[i]);
    }
    return arrays == 0 ? before : before + ends[arrays - 1];
  }

  /** How many bytes it takes. */
  int length() {
    return (nulls == null ? 0 : nulls.length())
        + (elements == null ? 0 : elements.length())
        + arrays * Long.BYTES
        + values.length();
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
