package dev.prejoin.sink.clickhouse;

import dev.prejoin.schema.ColumnType;
import java.io.InputStream;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * One block of ClickHouse's Native format (clickhouse.com/docs, "Native"): the numbers of columns
 * and rows, then each column's name, type and values.
 *
 * @param <R> what a row is
 */
final class NativeBlock<R> {
  private static final int BYTES_PER_VALUE = 10;

  private final List<R> rows;
  private final ByteBlock out;

  NativeBlock(List<R> rows, int columns) {
    this.rows = rows;
    this.out = new ByteBlock(64 + columns * (64 + rows.size() * BYTES_PER_VALUE));
    out.putVarint(columns);
    out.putVarint(rows.size());
  }

  InputStream stream() {
    return out.stream();
  }

  private void header(String name, String type) {
    out.putString(name);
    out.putString(type);
  }

  /** A column of a schema's type. */
  void column(String name, ColumnType type, Function<R, @Nullable Object> value) {
    header(name, type.clickHouse());
    NativeValues.write(out, type, rows, value);
  }

  /** A column of one type, or of a tuple of several. */
  void tuple(String name, List<ColumnType> types, Function<R, List<Object>> value) {
    header(name, TypeNames.keyType(types));
    for (int i = 0; i < types.size(); i++) {
      int position = i;
      NativeValues.write(out, types.get(i), rows, row -> value.apply(row).get(position));
    }
  }

  void uint8(String name, ToIntFunction<R> value) {
    header(name, "UInt8");
    for (R row : rows) {
      out.putByte(value.applyAsInt(row));
    }
  }

  void uint32(String name, ToIntFunction<R> value) {
    header(name, "UInt32");
    for (R row : rows) {
      out.putInt(value.applyAsInt(row));
    }
  }

  /** A column of 64-bit integers of the given type's name. */
  void int64(String name, String type, ToLongFunction<R> value) {
    header(name, type);
    for (R row : rows) {
      out.putLong(value.applyAsLong(row));
    }
  }

  void uint128(String name, ToLongFunction<R> low, ToLongFunction<R> high) {
    header(name, "UInt128");
    for (R row : rows) {
      out.putLong(low.applyAsLong(row));
      out.putLong(high.applyAsLong(row));
    }
  }

  void string(String name, Function<R, String> value) {
    header(name, "String");
    for (R row : rows) {
      out.putString(value.apply(row));
    }
  }

  void int64Array(String name, Function<R, List<Long>> value) {
    header(name, "Array(Int64)");
    long end = 0;
    for (R row : rows) {
      end += value.apply(row).size();
      out.putLong(end);
    }
    for (R row : rows) {
      List<Long> elements = value.apply(row);
      // By position, as millions of iterators are garbage.
      for (int i = 0; i < elements.size(); i++) {
        out.putLong(elements.get(i));
      }
    }
  }
}
