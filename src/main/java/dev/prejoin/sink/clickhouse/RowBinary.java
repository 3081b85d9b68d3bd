package dev.prejoin.sink.clickhouse;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads ClickHouse's RowBinary format: values one after another, little endian. */
final class RowBinary {
  private static final int MILLIS = 1000;

  private final InputStream in;

  RowBinary(InputStream in) {
    this.in = new BufferedInputStream(in, 1 << 16);
  }

  boolean atEnd() throws IOException {
    in.mark(1);
    int next = in.read();
    in.reset();
    return next < 0;
  }

  @SuppressWarnings("NullAway") // A row holds null where a Nullable column does.
  Object[] row(List<Column> columns) throws IOException {
    Object[] row = new Object[columns.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = value(columns.get(i).type());
    }
    return row;
  }

  private @Nullable Object value(ColumnType type) throws IOException {
    if (type.nullable() && uint8() == 1) {
      return null;
    }
    return switch (type.kind()) {
      case BOOLEAN -> uint8() != 0;
      case INT32, DATE32 -> (int) fixed(Integer.BYTES);
      case UINT32 -> fixed(Integer.BYTES);
      case INT64, UINT64 -> int64();
      case FLOAT32 -> Float.intBitsToFloat((int) fixed(Integer.BYTES));
      case FLOAT64 -> Double.longBitsToDouble(int64());
      case STRING -> string();
      case TIMESTAMP -> type.precision() == 0 ? fixed(Integer.BYTES) * MILLIS : int64();
      case INT8 -> (int) (byte) uint8();
      case INT16 -> (int) (short) fixed(Short.BYTES);
      case UINT8 -> uint8();
      case UINT16, DATE -> (int) fixed(Short.BYTES);
      case DECIMAL -> new BigDecimal(unscaled(type.precision()), type.scale());
      case BYTES -> bytes();
      case UUID -> new UUID(int64(), int64());
      case ENUM ->
          type.symbols()
              .get(
                  (type.symbols().size() <= Byte.MAX_VALUE ? uint8() : (int) fixed(Short.BYTES))
                      - 1);
      case ARRAY -> array(type.elementType());
    };
  }

  int uint8() throws IOException {
    int value = in.read();
    if (value < 0) {
      throw new EOFException("the answer ends within a row");
    }
    return value;
  }

  long int64() throws IOException {
    return fixed(Long.BYTES);
  }

  private long fixed(int bytes) throws IOException {
    long value = 0;
    for (int i = 0; i < bytes; i++) {
      value |= (long) uint8() << (Byte.SIZE * i);
    }
    return value;
  }

  private BigInteger unscaled(int precision) throws IOException {
    if (precision <= NativeColumn.MAX_DIGITS_IN_INT) {
      int narrow = (int) fixed(Integer.BYTES);
      return BigInteger.valueOf(narrow);
    }
    long low = int64();
    return precision <= NativeColumn.MAX_DIGITS_IN_LONG
        ? BigInteger.valueOf(low)
        : new BigInteger(ByteBuffer.allocate(2 * Long.BYTES).putLong(int64()).putLong(low).array());
  }

  private List<@Nullable Object> array(ColumnType element) throws IOException {
    int size = length();
    List<@Nullable Object> elements = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      elements.add(value(element));
    }
    return Collections.unmodifiableList(elements);
  }

  private int length() throws IOException {
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      int part = uint8();
      length |= (part & 0x7F) << shift;
      if (part < 0x80) {
        return length;
      }
    }
  }

  private byte[] bytes() throws IOException {
    int length = length();
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the answer ends within a string");
    }
    return bytes;
  }

  private String string() throws IOException {
    return new String(bytes(), StandardCharsets.UTF_8);
  }
}
