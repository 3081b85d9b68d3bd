package dev.prejoin.sink.clickhouse;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.TableRow;
import dev.prejoin.sink.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Tables in the shape of landed ones, without a sink, for tests of what reads them. */
public final class LandedRows {
  private static final Map<String, String> AT_ONCE = Map.of("async_insert", "0");

  /** Code that ClickHouse compiles for an expression on its third use misses overflows. */
  private static final Map<String, String> INTERPRETED = Map.of("compile_expressions", "0");

  private LandedRows() {}

  /** A row under its key, or with {@code deleted} its end. */
  public record Landed(List<Object> key, Object[] row, long version, boolean deleted) {}

  /** Makes the table of a relation and fills it. */
  public static void land(ClickHouse clickHouse, Relation relation, List<Landed> rows) {
    List<ColumnType> key = relation.key().stream().map(Column::type).toList();
    clickHouse.execute(
        "CREATE TABLE %s (%s, _key %s, _shard UInt32, _version UInt128, _deleted UInt8, _correction UInt8, _seg UInt64, _matched UInt32, _seen Array(Int64)) ENGINE = ReplacingMergeTree(_version, _deleted) ORDER BY _key"
            .formatted(
                relation.name(),
                relation.columns().stream()
                    .map(c -> "`" + c.name() + "` " + c.type().clickHouse())
                    .collect(Collectors.joining(", ")),
                TypeNames.keyType(key)),
        Map.of());
    NativeRows block = NativeRows.of(relation, rows.stream().map(LandedRows::tableRow).toList());
    clickHouse.insert(relation.name(), NativeRows.block(relation, false, List.of(block)), AT_ONCE);
  }

  private static TableRow tableRow(Landed row) {
    return new TableRow(
        row.row, row.key, 0, new Version(0, row.version), row.deleted, false, 0, Origin.UNKNOWN);
  }

  /** What a SELECT gives, each column as one of the type. */
  public static List<Object[]> read(ClickHouse clickHouse, String select, List<Column> columns) {
    String casts =
        columns.stream()
            .map(c -> "CAST(`%s` AS %s)".formatted(c.name(), c.type().clickHouse()))
            .collect(Collectors.joining(", "));
    return clickHouse.rowBinary(
        "SELECT " + casts + " FROM (" + select + ")",
        INTERPRETED,
        in -> {
          RowBinary binary = new RowBinary(in);
          List<Object[]> read = new ArrayList<>();
          while (!binary.atEnd()) {
            read.add(binary.row(columns));
          }
          return read;
        });
  }

  /** The names of the types of what a SELECT gives. */
  public static List<Column> types(ClickHouse clickHouse, String select) {
    return read(
            clickHouse,
            "SELECT name, type FROM (DESCRIBE (" + select + "))",
            List.of(
                new Column("name", ColumnType.of(Kind.STRING)),
                new Column("type", ColumnType.of(Kind.STRING))))
        .stream()
        .map(row -> new Column((String) row[0], ColumnType.of(Kind.STRING)))
        .toList();
  }
}
