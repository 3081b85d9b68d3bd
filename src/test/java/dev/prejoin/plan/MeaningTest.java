package dev.prejoin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.definition.PipelineFile;
import dev.prejoin.schema.Column;
import dev.prejoin.schema.ColumnType;
import dev.prejoin.schema.ColumnType.Kind;
import dev.prejoin.schema.Relation;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What expressions mean, at the edges of their types. */
class MeaningTest {
  private static final List<Column> COLUMNS =
      List.of(
          new Column("f", ColumnType.of(Kind.FLOAT64)),
          new Column("n", ColumnType.of(Kind.FLOAT64).withNullable(true)),
          new Column("l", ColumnType.of(Kind.INT64)),
          new Column("i", ColumnType.of(Kind.INT32)),
          new Column("u", ColumnType.of(Kind.UINT32)),
          new Column("s", ColumnType.of(Kind.STRING)),
          new Column("b", ColumnType.of(Kind.BOOLEAN)),
          new Column("ms", ColumnType.timestamp(3)),
          new Column("us", ColumnType.timestamp(6)),
          new Column("g", ColumnType.of(Kind.FLOAT32)));
  private static final Object[] ROW = {
    Double.NaN,
    null,
    Long.MAX_VALUE,
    Integer.MIN_VALUE,
    ColumnType.UINT32_MAX,
    "\uD83D\uDE00 'K\u00f6ln'",
    true,
    1_700_000_000_000L,
    1_700_000_000_000_001L,
    0.1f
  };

  private static View compile(String items, List<Column> columns, String where) {
    Relation in = new Relation("r", COLUMNS, List.of(COLUMNS.get(2)));
    Relation out = new Relation("out", columns, List.of());
    String text =
        "CREATE TABLE r ENGINE = ChangeStream('a.r');"
            + " CREATE MATERIALIZED VIEW v TO out AS SELECT "
            + items
            + " FROM r WHERE "
            + where;
    return Compiler.compile(
            PipelineFile.parse(Path.of("p.sql"), text),
            name -> name.equals("r") ? Optional.of(in) : Optional.of(out))
        .views()
        .get(0);
  }

  private static Object[] pass(View view) {
    return new Passing(view, ROW, (lookup, key) -> null).output;
  }

  private static boolean passes(String where) {
    View view = compile("b", List.of(COLUMNS.get(6)), where);
    return pass(view) != null;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "f < 100 | false",
        "NOT (f < 100) | true",
        "f >= 0 OR f < 0 | false",
        "f <> 1 | true",
        "f = f | false",
        "f BETWEEN 0 AND 1 | false",
        "f NOT BETWEEN 0 AND 1 | false",
        "n = 1 | false",
        "NOT (n = 1) | false",
        "n = 1 OR b | true",
        "(n = 1 AND b) IS NULL | true",
        "(n = 1 AND NOT b) IS NULL | false",
        "NOT (n = 1 AND NOT b) | true",
        "(n = 1 OR NOT b) IS NULL | true",
        "n IS NULL | true",
        "n IS NOT NULL | false",
        "(n + 1) IS NULL | true",
        "l = 9223372036854775807 | true",
        "-l - 2 = 9223372036854775807 | true",
        "l > -9223372036854775808 | true",
        "l = 9223372036854775807.0 | false",
        "l < 9223372036854775807.0 | true",
        "9223372036854775807.0 > l | true",
        "l <> f | true",
        "l >= f | false",
        "i = -2147483648 | true",
        "-i = i | true",
        "i - 1 = -2147483649 | true",
        "u = 4294967295 | true",
        "u + u = 8589934590 | true",
        "u * -1 < 0 | true",
        "0 - u = -4294967295 | true",
        "u IN (1, 4294967295) | true",
        "u NOT IN (1, 2) | true",
        "s = '\uD83D\uDE00 ''K\u00f6ln''' | true",
        "s > '\uFFFD' | true",
        "s IN ('', 'x') | false",
        "s <> '\\u0041\"); //' | true",
        "us > ms | true",
        "ms < us | true",
        "us = ms | false",
        "g = 0.1 | false",
        "g < 0.1 + 0.1 | true",
        "b = true | true",
        "b == false | false",
        "1 = 1.0 | true",
      })
  void shouldMeanWhatClickHouseMeans(String where, boolean expected) {
    assertThat(passes(where.contains("\\") ? where.replace("\\", "") : where)).isEqualTo(expected);
  }

  @Test
  void shouldProjectConstantsAndWiderTypesExactly() {
    List<Column> out =
        List.of(
            new Column("a", ColumnType.of(Kind.INT64)),
            new Column("b", ColumnType.timestamp(6)),
            new Column("c", ColumnType.of(Kind.FLOAT64)),
            new Column("d", ColumnType.of(Kind.UINT32)),
            new Column("e", ColumnType.of(Kind.FLOAT64).withNullable(true)),
            new Column("f", ColumnType.of(Kind.INT64)),
            new Column("g", ColumnType.of(Kind.BOOLEAN)),
            new Column("h", ColumnType.of(Kind.FLOAT64)));
    View view =
        compile(
            "4294967295 AS d, -9223372036854775808 AS a, ms AS b, i AS c, n * 2 AS e, u AS f,"
                + " f > 1 AS g, 4.9E-324 AS h",
            out,
            "l > 0");
    assertThat(pass(view))
        .containsExactly(
            Long.MIN_VALUE,
            1_700_000_000_000_000L,
            -2147483648.0,
            4294967295L,
            null,
            4294967295L,
            // f is the alias of u here, not the NaN of the column: as in ClickHouse
            true,
            Double.MIN_VALUE);
  }

  @Test
  void shouldNameRulesByTheirCommentsOnTheirLine() {
    View view =
        compile(
            "b",
            List.of(COLUMNS.get(6)),
            "f > 0 AND f < 9 -- rule: small\n  AND (l > 0\n OR  b) /* rule: either */ AND b");
    assertThat(view.rules())
        .extracting(Rule::name)
        .containsExactly("f > 0", "small", "either", "b");
    assertThat(view.rules().get(2).reason(new Object[][] {ROW}))
        .isEqualTo("l is 9223372036854775807, b is true");
    assertThat(Arrays.asList(view.rejects(), view.keepRejects()))
        .containsExactly("out.rejects", true);
  }
}
