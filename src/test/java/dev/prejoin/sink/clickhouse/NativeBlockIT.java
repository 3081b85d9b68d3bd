package dev.prejoin.sink.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.sink.TestServers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each type's extremes, into a real table and back, with a column on either side. */
class NativeBlockIT {
  private static ClickHouse clickHouse;

  @BeforeAll
  static void begin() {
    clickHouse = TestServers.newDatabase("n" + UUID.randomUUID().toString().replace("-", ""));
  }

  @AfterAll
  static void end() {
    clickHouse.close();
  }

  static Stream<Arguments> extremes() {
    return Stream.of(
            Arguments.of(ColumnType.of(Kind.BOOLEAN), List.of(true, false)),
            Arguments.of(
                ColumnType.of(Kind.INT32), List.of(Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE)),
            Arguments.of(ColumnType.of(Kind.INT64), List.of(Long.MIN_VALUE, -1L, Long.MAX_VALUE)),
            Arguments.of(ColumnType.of(Kind.UINT32), List.of(0L, 1L << 31, ColumnType.UINT32_MAX)),
            Arguments.of(
                ColumnType.of(Kind.FLOAT32),
                List.of(
                    Float.NaN,
                    Float.NEGATIVE_INFINITY,
                    Float.POSITIVE_INFINITY,
                    Float.MIN_VALUE,
                    Float.MAX_VALUE,
                    -0f)),
            Arguments.of(
                ColumnType.of(Kind.FLOAT64),
                List.of(
                    Double.NaN,
                    Double.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY,
                    Double.MIN_VALUE,
                    Double.MAX_VALUE,
                    -0d)),
            Arguments.of(
                ColumnType.of(Kind.STRING),
                List.of("", "a", "\0", "größer 🚀 '`\\\n", "x".repeat(127), "y".repeat(300_000))),
            Arguments.of(ColumnType.of(Kind.DATE32), List.of(-25_567, 0, 120_529)),
            Arguments.of(ColumnType.timestamp(0), List.of(0L, ColumnType.UINT32_MAX * 1000)),
            Arguments.of(
                ColumnType.timestamp(3), List.of(-2_208_988_800_000L, 0L, 10_413_791_999_999L)),
            Arguments.of(
                ColumnType.timestamp(6), List.of(-2_208_988_800_000_000L, 10_413_791_999_999_999L)))
        .flatMap(
            plain -> {
              ColumnType type = (ColumnType) plain.get()[0];
              List<Object> withNull = new ArrayList<>((List<?>) plain.get()[1]);
              withNull.add(1, null);
              return Stream.of(plain, Arguments.of(type.withNullable(true), withNull));
            });
  }

  @ParameterizedTest
  @MethodSource("extremes")
  void shouldBringBackWhatItTook(ColumnType type, List<Object> values) {
    List<Column> columns =
        List.of(
            new Column("before", ColumnType.of(Kind.STRING)),
            new Column("tested", type),
            new Column("after", ColumnType.of(Kind.INT64)));
    String table = "t" + UUID.randomUUID().toString().replace("-", "");
    clickHouse.execute(
        "CREATE TABLE %s (before String, tested %s, after Int64) ENGINE = MergeTree ORDER BY after"
            .formatted(table, type.clickHouse()),
        Map.of());
    List<Object[]> rows = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      rows.add(new Object[] {"row " + i, values.get(i), (long) i});
    }
    NativeBlock<Object[]> block = new NativeBlock<>(rows, 3);
    for (int i = 0; i < 3; i++) {
      int position = i;
      block.column(columns.get(i).name(), columns.get(i).type(), row -> row[position]);
    }
    clickHouse.insert(table, block.stream(), Map.of("async_insert", "0"));
    List<Object[]> back =
        clickHouse.rowBinary(
            "SELECT before, tested, after FROM " + table + " ORDER BY after",
            Map.of(),
            in -> {
              RowBinary binary = new RowBinary(in);
              List<Object[]> read = new ArrayList<>();
              while (!binary.atEnd()) {
                read.add(binary.row(columns));
              }
              return read;
            });
    assertThat(back.stream().map(Arrays::asList).toList())
        .isEqualTo(rows.stream().map(Arrays::asList).toList());
  }
}
