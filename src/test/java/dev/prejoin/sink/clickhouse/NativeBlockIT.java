package dev.prejoin.sink.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.EveryType;
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
    return EveryType.types().stream()
        .map(
            type -> {
              List<Object> values =
                  new ArrayList<>(EveryType.extremes().get(type.withNullable(false)));
              if (type.nullable()) {
                values.add(1, null);
              }
              return Arguments.of(type, values);
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
    assertThat(back).hasSameSizeAs(rows);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(ColumnType.isSame(Arrays.asList(back.get(i)), Arrays.asList(rows.get(i))))
          .as("%s is %s", Arrays.asList(back.get(i)), Arrays.asList(rows.get(i)))
          .isTrue();
    }
  }
}
