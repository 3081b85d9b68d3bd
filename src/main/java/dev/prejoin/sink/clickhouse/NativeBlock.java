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

  /** What a column begins with. */
  static void header(ByteBlock out, String name, String type) {
    out.putString(name);
    out.putString(type);
  }

  /** A column of a schema's type. */
  void column(String name, ColumnType type, Function<R, @Nullable Object> value) {
    header(out, name, type.clickHouse());
    NativeColumn column = new NativeColumn(type);
    rows.forEach(row -> column.add(value.apply(row)));
    NativeColumn.write(out, List.of(column));
  }

  void uint8(String name, ToIntFunction<R> value) {
    header(out, name, "UInt8");
    for (R row : rows) {
      out.putByte(value.applyAsInt(row));
    }
  }

  void uint32(String name, ToIntFunction<R> value) {
    header(out, name, "UInt32");
    for (R row : rows) {
      out.putInt(value.applyAsInt(row));
    }
  }

  /** A column of 64-bit integers of the given type's name. */
  void int64(String name, String type, ToLongFunction<R> value) {
    header(out, name, type);
    for (R row : rows) {
      out.putLong(value.applyAsLong(row));
    }
  }

  void uint128(String name, ToLongFunction<R> low, ToLongFunction<R> high) {
    header(out, name, "UInt128");
    for (R row : rows) {
      out.putLong(low.applyAsLong(row));
      out.putLong(high.applyAsLong(row));
    }
  }

  void string(String name, Function<R, String> value) {
    header(out, name, "String");
    for (R row : rows) {
      out.putString(value.apply(row));
    }
  }
}
