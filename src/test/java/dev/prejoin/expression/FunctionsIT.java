package dev.prejoin.expression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.definition.PipelineFile;
import dev.prejoin.plan.Compiler;
import dev.prejoin.plan.View;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.BadRowException;
import dev.prejoin.schema.ClickHouseTypes;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.sink.TestServers;
import dev.prejoin.sink.WarehouseException;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.LandedRows;
import dev.prejoin.sink.clickhouse.LandedRows.Landed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Each function means what it means in ClickHouse: the expressions of the files beside, one a line,
 * over the same random and extreme rows in prejoin and in ClickHouse. Values and types must agree;
 * where one of the two refuses a row, the other must too.
 */
class FunctionsIT {
  private static final Path FILES = Path.of("src/test/resources/dev/prejoin/expression");
  private static final int ROWS = 3_000;

  /** Of the rows that prejoin refuses, so many are asked of ClickHouse one by one. */
  private static final int REFUSED_TRIED = 12;

  private static final List<Object[]> WIDE = new WideRows(20_261_121).rows(ROWS);

  private static ClickHouse clickHouse;

  @BeforeAll
  static void begin() {
    clickHouse = TestServers.newDatabase("f" + UUID.randomUUID().toString().replace("-", ""));
    LandedRows.land(
        clickHouse,
        WideRows.RELATION,
        WIDE.stream().map(row -> new Landed(List.of(row[0]), row, 1, false)).toList());
  }

  @AfterAll
  static void end() {
    clickHouse.close();
  }

  @TestFactory
  Stream<DynamicTest> shouldMeanWhatTheyMeanInClickHouse() throws IOException {
    try (Stream<Path> files = Files.list(FILES)) {
      return files.sorted().toList().stream()
          .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }
  }

  private static void check(Path file) throws IOException {
    List<String> differences = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank() && !line.startsWith("--")) {
        int at = number;
        difference(line.strip())
            .ifPresent(
                d -> differences.add(file.getFileName() + ":" + at + ": " + line + "\n" + d));
      }
    }
    assertThat(String.join("\n\n", differences)).as("%d differences", differences.size()).isEmpty();
  }

  private static Optional<String> difference(String expression) {
    View view;
    try {
      view = compile(expression);
    } catch (ProblemException e) {
      return Optional.of("    prejoin refuses it: " + e.getMessage());
    }
    String select = "SELECT id, " + expression + " AS x FROM wide";
    Column column = view.target().columns().get(1);
    try {
      String type = type(expression);
      if (!sameType(type, column.type())) {
        return Optional.of("    ClickHouse gives " + type + ", prejoin " + column.type());
      }
      return values(select, view, column);
    } catch (WarehouseException e) {
      return Optional.of("    ClickHouse: " + e.getMessage());
    }
  }

  private static View compile(String expression) {
    String text =
        "CREATE TABLE wide ENGINE = ChangeStream('t.wide');"
            + " CREATE MATERIALIZED VIEW v TO tried AS SELECT id, "
            + expression
            + " AS x FROM wide";
    return Compiler.infer(
            PipelineFile.parse(Path.of("tried.sql"), text),
            name -> Optional.of(WideRows.RELATION).filter(r -> r.name().equals(name)))
        .views()
        .get(0);
  }

  private static String type(String expression) {
    Column name = new Column("type", ColumnType.of(Kind.STRING));
    String sql =
        "SELECT toTypeName("
            + expression
            + ") AS type FROM wide LIMIT 1 SETTINGS session_timezone = 'UTC'";
    return (String) LandedRows.read(clickHouse, sql, List.of(name)).get(0)[0];
  }

  private static boolean sameType(String clickHouseType, ColumnType type) {
    try {
      return ClickHouseTypes.parse(clickHouseType).equals(type);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static Optional<String> values(String select, View view, Column column) {
    List<Object> values = new ArrayList<>();
    List<Long> refused = new ArrayList<>();
    String reason = "";
    for (Object[] row : WIDE) {
      Object[][] rows = {row};
      try {
        values.add(view.code().project(rows)[1]);
      } catch (BadRowException e) {
        values.add(e);
        refused.add((Long) row[0]);
        reason = e.getMessage();
      }
    }
    List<Column> columns = List.of(new Column("id", ColumnType.of(Kind.INT64)), column);
    String accepted =
        refused.isEmpty() ? select : select + " WHERE id NOT IN (" + joined(refused) + ")";
    for (Object[] row : LandedRows.read(clickHouse, settled(accepted), columns)) {
      Object ours = values.get((int) (long) (Long) row[0]);
      if (!ColumnType.isSame(row[1], ours)) {
        return Optional.of(
            "    row %s: ClickHouse gives %s, prejoin %s%n    %s"
                .formatted(
                    row[0],
                    shown(row[1]),
                    shown(ours),
                    shown(WIDE.get((int) (long) (Long) row[0]))));
      }
    }
    for (Long id : refused.stream().limit(REFUSED_TRIED).toList()) {
      try {
        Object[] row =
            LandedRows.read(clickHouse, settled(select + " WHERE id = " + id), columns).get(0);
        return Optional.of(
            "    row %d: ClickHouse gives %s, prejoin refuses it: %s%n    %s"
                .formatted(id, shown(row[1]), reason, shown(WIDE.get((int) (long) id))));
      } catch (WarehouseException e) {
        // As it should be.
      }
    }
    return Optional.empty();
  }

  /** The rows first, then the expression: ClickHouse would compute it for all else. */
  private static String settled(String select) {
    int where = select.lastIndexOf(" WHERE id");
    String rows = where < 0 ? "wide" : "(SELECT * FROM wide" + select.substring(where) + ")";
    String items = where < 0 ? select : select.substring(0, where);
    return items.substring(0, items.length() - "wide".length())
        + rows
        + " SETTINGS session_timezone = 'UTC'";
  }

  private static String joined(List<Long> ids) {
    return ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static String shown(Object value) {
    if (value instanceof Object[] row) {
      List<String> cells = new ArrayList<>();
      for (int i = 0; i < row.length; i++) {
        cells.add(WideRows.RELATION.columns().get(i).name() + "=" + shown(row[i]));
      }
      return String.join(" ", cells);
    }
    return value instanceof String text ? "'" + text + "'" : String.valueOf(value);
  }
}
