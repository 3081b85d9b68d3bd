package dev.prejoin.sink.clickhouse;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.FreshRows;
import dev.prejoin.sink.RowBuffer;
import dev.prejoin.sink.TableRow;
import dev.prejoin.sink.Version;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** Rows of one table, column by column, with the hidden columns. */
final class NativeRows implements RowBuffer {
  private static final int BYTES_AT_FIRST = 64;

  /** About what the names of columns and types take. */
  private static final int BYTES_OF_NAMES = 2048;

  /** How many hidden columns every table has. */
  private static final int HIDDEN = 8;

  private static final long NONE = 0;
  private static final ColumnType SEEN = ColumnType.array(ColumnType.of(ColumnType.Kind.INT64));

  private final NativeColumn[] values;
  private final NativeColumn[] key;
  private final ByteBlock version = new ByteBlock(BYTES_AT_FIRST);
  private final ByteBlock matched = new ByteBlock(BYTES_AT_FIRST);
  private final NativeColumn seen = new NativeColumn(SEEN);
  private final ByteBlock shard = new ByteBlock(BYTES_AT_FIRST);
  private final ByteBlock deleted = new ByteBlock(BYTES_AT_FIRST);
  private final ByteBlock correction = new ByteBlock(BYTES_AT_FIRST);
  private final ByteBlock segment = new ByteBlock(BYTES_AT_FIRST);
  private final ByteBlock changed = new ByteBlock(BYTES_AT_FIRST);

  /** Of time columns: the earliest value and the latest. */
  private final long[] first;

  private final long[] last;
  private final boolean[] times;
  private int size;

  NativeRows(Relation relation) {
    values = columns(relation.columns());
    key = columns(relation.key());
    first = new long[values.length];
    last = new long[values.length];
    Arrays.fill(first, Long.MAX_VALUE);
    Arrays.fill(last, Long.MIN_VALUE);
    times = new boolean[values.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = relation.columns().get(i).type().isTime();
    }
  }

  private static NativeColumn[] columns(List<Column> columns) {
    return columns.stream()
        .map(column -> new NativeColumn(column.type()))
        .toArray(NativeColumn[]::new);
  }

  @Override
  public void add(Object[] row, Object[] primaryKey, Version rank, Origin origin) {
    for (int i = 0; i < values.length; i++) {
      values[i].add(row[i]);
      if (times[i] && row[i] instanceof Number time) {
        first[i] = Math.min(first[i], time.longValue());
        last[i] = Math.max(last[i], time.longValue());
      }
    }
    for (int i = 0; i < key.length; i++) {
      key[i].add(primaryKey[i]);
    }
    version.putLong(rank.low());
    version.putLong(rank.high());
    matched.putInt(origin.matched());
    seen.add(origin.seen());
    size++;
  }

  private void add(TableRow row) {
    add(row.values(), row.key().toArray(), row.version(), row.origin());
    shard.putInt(row.shard());
    deleted.putByte(row.deleted() ? 1 : 0);
    correction.putByte(row.correction() ? 1 : 0);
    segment.putLong(row.segment());
    changed.putLong(row.changed());
  }

  /** Rows that are what each says. */
  static NativeRows of(Relation relation, List<TableRow> rows) {
    NativeRows all = new NativeRows(relation);
    rows.forEach(all::add);
    return all;
  }

  /** Those of fresh rows, of which only now is known in which segment they are written. */
  static NativeRows of(FreshRows fresh) {
    NativeRows rows = (NativeRows) fresh.buffer();
    rows.writtenIn(fresh.shard(), fresh.segment().packed());
    return rows;
  }

  private void writtenIn(int number, long packed) {
    for (ByteBlock same : List.of(shard, deleted, correction, segment, changed)) {
      same.clear();
    }
    for (int i = 0; i < size; i++) {
      shard.putInt(number);
      deleted.putByte(0);
      correction.putByte(0);
      segment.putLong(packed);
      changed.putLong(-1);
    }
  }

  int size() {
    return size;
  }

  /** The months that a time column's values may be of, from the first to the last. */
  static int months(List<NativeRows> all, int column, ColumnType type) {
    long first = all.stream().mapToLong(rows -> rows.first[column]).min().orElse(NONE);
    long last = all.stream().mapToLong(rows -> rows.last[column]).max().orElse(NONE);
    return last < first ? 0 : InsertParts.months(first, last, type);
  }

  /**
   * All rows as one block.
   *
   * @param tracked whether the table tells when its rows changed
   */
  static InputStream block(Relation relation, boolean tracked, List<NativeRows> all) {
    List<Column> columns = relation.columns();
    ByteBlock out = new ByteBlock(all.stream().mapToInt(NativeRows::length).sum() + BYTES_OF_NAMES);
    out.putVarint(columns.size() + (tracked ? HIDDEN + 1 : HIDDEN));
    out.putVarint(all.stream().mapToInt(rows -> rows.size).sum());
    for (int i = 0; i < columns.size(); i++) {
      int at = i;
      NativeBlock.header(out, columns.get(i).name(), columns.get(i).type().clickHouse());
      NativeColumn.write(out, all.stream().map(rows -> rows.values[at]).toList());
    }
    List<ColumnType> key = relation.key().stream().map(Column::type).toList();
    NativeBlock.header(out, "_key", TypeNames.keyType(key));
    for (int i = 0; i < key.size(); i++) {
      int at = i;
      NativeColumn.write(out, all.stream().map(rows -> rows.key[at]).toList());
    }
    write(out, "_shard", "UInt32", all, rows -> rows.shard);
    write(out, "_version", "UInt128", all, rows -> rows.version);
    write(out, "_deleted", "UInt8", all, rows -> rows.deleted);
    write(out, "_correction", "UInt8", all, rows -> rows.correction);
    write(out, "_seg", "UInt64", all, rows -> rows.segment);
    write(out, "_matched", "UInt32", all, rows -> rows.matched);
    NativeBlock.header(out, "_seen", SEEN.clickHouse());
    NativeColumn.write(out, all.stream().map(rows -> rows.seen).toList());
    if (tracked) {
      write(out, Catalog.CHANGED, "Int64", all, rows -> rows.changed);
    }
    return out.stream();
  }

  private static void write(
      ByteBlock out,
      String name,
      String type,
      List<NativeRows> all,
      Function<NativeRows, ByteBlock> bytes) {
    NativeBlock.header(out, name, type);
    all.forEach(rows -> out.put(bytes.apply(rows)));
  }

  private int length() {
    return Stream.concat(Stream.of(seen), Stream.of(values, key).flatMap(Arrays::stream))
            .mapToInt(NativeColumn::length)
            .sum()
        + Stream.of(version, matched, shard, deleted, correction, segment, changed)
            .mapToInt(ByteBlock::length)
            .sum();
  }
}
