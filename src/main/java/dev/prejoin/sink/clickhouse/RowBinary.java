package dev.prejoin.sink.clickhouse;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
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
      case INT64 -> int64();
      case FLOAT32 -> Float.intBitsToFloat((int) fixed(Integer.BYTES));
      case FLOAT64 -> Double.longBitsToDouble(int64());
      case STRING -> string();
      case TIMESTAMP -> type.precision() == 0 ? fixed(Integer.BYTES) * MILLIS : int64();
      default -> throw new IllegalArgumentException("not yet: " + type);
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

  private String string() throws IOException {
    int length = 0;
    for (int shift = 0; ; shift += 7) {
      int part = uint8();
      length |= (part & 0x7F) << shift;
      if (part < 0x80) {
        break;
      }
    }
    byte[] utf8 = in.readNBytes(length);
    if (utf8.length < length) {
      throw new EOFException("the answer ends within a string");
    }
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
