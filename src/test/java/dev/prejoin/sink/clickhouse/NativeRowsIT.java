package dev.prejoin.sink.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.EveryType;
import dev.prejoin.schema.Origin;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.FreshRows;
import dev.prejoin.sink.Segment;
import dev.prejoin.sink.TableRow;
import dev.prejoin.sink.TestServers;
import dev.prejoin.sink.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Blocks of several parts: rows that were buffered as they were read, and others. */
class NativeRowsIT {
  private static ClickHouse clickHouse;

  @BeforeAll
  static void begin() {
    clickHouse = TestServers.newDatabase("r" + UUID.randomUUID().toString().replace("-", ""));
  }

  @AfterAll
  static void end() {
    clickHouse.close();
  }

  static Stream<ColumnType> types() {
    return EveryType.types().stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void shouldWriteSeveralPartsAsOne(ColumnType type) {
    String table = "t" + UUID.randomUUID().toString().replace("-", "");
    Column id = new Column("id", ColumnType.of(Kind.INT64));
    Relation relation = new Relation(table, List.of(id, new Column("tested", type)), List.of(id));
    List<Object> values = new ArrayList<>(EveryType.extremes().get(type.withNullable(false)));
    if (type.nullable()) {
      values.add(1, null);
    }
    clickHouse.execute(
        """
        CREATE TABLE %s (id Int64, tested %s, _key Int64, _shard UInt32, _version UInt128,
          _deleted UInt8, _correction UInt8, _seg UInt64, _matched UInt32, _seen Array(Int64),
          _changed Int64) ENGINE = MergeTree ORDER BY id
        """
            .formatted(table, type.clickHouse()),
        Map.of());
    List<Object[]> expected = new ArrayList<>();
    List<NativeRows> parts = new ArrayList<>();
    for (int part = 0; part < 3; part++) {
      NativeRows fresh = new NativeRows(relation);
      List<TableRow> others = new ArrayList<>();
      for (Object value : values) {
        long number = expected.size();
        Object[] row = {number, value};
        Origin origin = Origin.captured('c', 1).withLookups(3, List.of(number, 7L));
        Version version = new Version(number, -number);
        if (part == 1) {
          others.add(
              new TableRow(row, List.of(number), 1, version, true, true, -6, origin, number));
        } else {
          fresh.add(row, new Object[] {number}, version, origin);
        }
        expected.add(
            new Object[] {
              number,
              value,
              number,
              part + "",
              number + " " + (part == 1 ? "1 1 " + number : "0 0 -1"),
              List.of(number, 7L)
            });
      }
      parts.add(
          part == 1
              ? NativeRows.of(relation, others)
              : written(new FreshRows(fresh, values.size(), part, new Segment(0, 5), List::of)));
    }

    clickHouse.insert(table, NativeRows.block(relation, true, parts), Map.of("async_insert", "0"));

    List<Column> columns =
        List.of(
            id,
            new Column("tested", type),
            new Column("key", ColumnType.of(Kind.INT64)),
            new Column("shard", ColumnType.of(Kind.STRING)),
            new Column("rest", ColumnType.of(Kind.STRING)),
            new Column("seen", ColumnType.array(ColumnType.of(Kind.INT64))));
    List<Object[]> back =
        clickHouse.rowBinary(
            """
            SELECT id, tested, _key, toString(_shard), concat(
              toString(bitShiftRight(_version, 64)), ' ', toString(_deleted), ' ',
              toString(_correction), ' ', toString(_changed)), _seen
            FROM %s ORDER BY id
            """
                .formatted(table),
            Map.of(),
            in -> {
              RowBinary binary = new RowBinary(in);
              List<Object[]> read = new ArrayList<>();
              while (!binary.atEnd()) {
                read.add(binary.row(columns));
              }
              return read;
            });
    assertThat(back).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      assertThat(ColumnType.isSame(Arrays.asList(back.get(i)), Arrays.asList(expected.get(i))))
          .as("%s is %s", Arrays.asList(back.get(i)), Arrays.asList(expected.get(i)))
          .isTrue();
    }
  }

  /** Twice, as after a server that did not answer: it is written in another segment then. */
  private static NativeRows written(FreshRows fresh) {
    NativeRows.of(fresh);
    return NativeRows.of(fresh);
  }
}
