package dev.prejoin.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.sql.Select.Clause.Kind;
import dev.prejoin.sql.Select.Join;
import dev.prejoin.sql.Select.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectParserTest {

  @Test
  void shouldReadEveryPartThatAViewHas() throws SyntaxException {
    String text =
        "WITH 5 AS limit_kw, a + 1 AS b SELECT r.id, power AS p, `x y` z, FROM db.readings AS r"
            + " LEFT OUTER JOIN db.devices d ON r.id = d.id AND 1"
            + " INNER JOIN tariffs USING (region, since) WHERE p > limit_kw SETTINGS rejects = 0";
    Tokens tokens = new Tokens(Lexer.tokens(text));

    Select select = SelectParser.parse(text, tokens, (w, o) -> {});

    assertThat(Trees.all(select.with())).isEqualTo("[5 AS limit_kw], [plus(a, 1) AS b]");
    assertThat(Trees.all(select.items())).isEqualTo("r.id, [power AS p], [x y AS z]");
    assertThat(describe(select.from())).isEqualTo("db.readings AS r");
    assertThat(select.joins().stream().map(SelectParserTest::describe))
        .containsExactly(
            "LEFT JOIN db.devices AS d ON and(equals(r.id, d.id), 1)",
            "JOIN tariffs USING region, since");
    assertThat(Trees.of(select.where())).isEqualTo("greater(p, limit_kw)");
    assertThat(select.others()).isEmpty();
    assertThat(tokens.isWords("SETTINGS")).isTrue();
    assertThat(SqlText.oneLine(text, select.span()))
        .isEqualTo(text.replace(" SETTINGS rejects = 0", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "a JOIN b ~ JOIN b",
        "a, b ~ , b",
        "a CROSS JOIN b ~ CROSS JOIN b",
        "a LEFT JOIN b ON x ~ LEFT JOIN b ON x",
        "a LEFT ANY JOIN b ON x ~ ANY LEFT JOIN b ON x",
        "a ANY LEFT JOIN b ON x ~ ANY LEFT JOIN b ON x",
        "a ASOF LEFT JOIN b ON x ~ ASOF LEFT JOIN b ON x",
        "a LEFT SEMI JOIN b ON x ~ SEMI LEFT JOIN b ON x",
        "a GLOBAL ALL FULL OUTER JOIN b USING c ~ GLOBAL ALL FULL JOIN b USING c",
        "a NATURAL JOIN b ~ NATURAL JOIN b",
        "a RIGHT ANTI JOIN b AS c ON x ~ ANTI RIGHT JOIN b AS c ON x",
        "a JOIN b USING c, d WHERE 1 ~ JOIN b USING c, d",
        "a JOIN (SELECT 1) b ON x ~ JOIN subquery ON x",
      })
  void shouldReadEachKindOfJoin(String from, String join) throws SyntaxException {
    Select select = Trees.select("SELECT x FROM " + from);
    assertThat(describe(select.from())).isEqualTo("a");
    assertThat(select.joins().stream().map(SelectParserTest::describe)).containsExactly(join);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '~',
      value = {
        "SELECT DISTINCT a FROM t ~ DISTINCT ~ DISTINCT",
        "SELECT DISTINCT ON (a, b) a FROM t ~ DISTINCT ~ DISTINCT ON (a, b)",
        "SELECT TOP 5 a FROM t ~ LIMIT ~ TOP 5",
        "SELECT a FROM t FINAL ~ FINAL ~ FINAL",
        "SELECT a FROM t AS x FINAL WHERE a ~ FINAL ~ FINAL",
        "SELECT a FROM t FINAL x ~ FINAL ~ FINAL",
        "SELECT a FROM t SAMPLE 1/10 OFFSET 1/2 ~ SAMPLE ~ SAMPLE 1/10 OFFSET 1/2",
        "SELECT a FROM t JOIN u FINAL ON x ~ FINAL ~ FINAL",
        "SELECT a FROM t ARRAY JOIN b AS c, d ~ ARRAY_JOIN ~ ARRAY JOIN b AS c, d",
        "SELECT a FROM t LEFT ARRAY JOIN b ~ ARRAY_JOIN ~ LEFT ARRAY JOIN b",
        "SELECT a FROM t PREWHERE a > 1 WHERE b ~ PREWHERE ~ PREWHERE a > 1",
        "SELECT a FROM t GROUP BY a, (b) WITH ROLLUP ~ GROUP_BY ~ GROUP BY a, (b) WITH ROLLUP",
        "SELECT a FROM t HAVING a > 1 ~ HAVING ~ HAVING a > 1",
        "SELECT a FROM t WINDOW w AS (ORDER BY b) ~ WINDOW ~ WINDOW w AS (ORDER BY b)",
        "SELECT a FROM t QUALIFY a = 1 ~ QUALIFY ~ QUALIFY a = 1",
        "SELECT a FROM t ORDER BY a DESC NULLS LAST ~ ORDER_BY ~ ORDER BY a DESC NULLS LAST",
        "SELECT a FROM t LIMIT 5 OFFSET 2 ~ LIMIT ~ LIMIT 5 OFFSET 2",
        "SELECT a FROM t LIMIT 1 BY a ~ LIMIT ~ LIMIT 1 BY a",
        "SELECT a FROM t UNION ALL SELECT b FROM u WHERE c ~ UNION ~"
            + " UNION ALL SELECT b FROM u WHERE c",
        "SELECT a FROM t EXCEPT SELECT b ~ UNION ~ EXCEPT SELECT b",
        "SELECT * EXCEPT SELECT b ~ UNION ~ EXCEPT SELECT b",
        "SELECT a FROM t FORMAT JSON ~ FORMAT ~ FORMAT JSON",
        "SELECT a FROM t INTO OUTFILE 'x' ~ FORMAT ~ INTO OUTFILE 'x'",
        "WITH x AS (SELECT 1) SELECT a FROM x ~ WITH_TABLE ~ x AS (SELECT 1)",
        "SELECT a FROM (SELECT 1 AS a) AS s WHERE a ~ FROM_SUBQUERY ~ (SELECT 1 AS a) AS s",
      })
  void shouldNoteWhatAViewCannotHave(String text, Kind kind, String part) throws SyntaxException {
    Select select = Trees.select(text);
    assertThat(select.others())
        .singleElement()
        .satisfies(
            clause -> {
              assertThat(clause.kind()).isEqualTo(kind);
              assertThat(SqlText.oneLine(text, clause.span())).isEqualTo(part);
            });
  }

  @Test
  void shouldReadOnBehindWhatAViewCannotHave() throws SyntaxException {
    Select select =
        Trees.select(
            "SELECT DISTINCT a FROM t FINAL GROUP BY a HAVING b ORDER BY c LIMIT 1 UNION ALL z");
    assertThat(select.others().stream().map(Select.Clause::kind))
        .containsExactly(
            Kind.DISTINCT,
            Kind.FINAL,
            Kind.GROUP_BY,
            Kind.HAVING,
            Kind.ORDER_BY,
            Kind.LIMIT,
            Kind.UNION);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "FROM t SELECT a WHERE b",
        "SELECT a FROM t WHERE b",
        "select a from t where b",
        "SELECT a, FROM t WHERE b"
      })
  void shouldReadEitherOrder(String text) throws SyntaxException {
    Select select = Trees.select(text);
    assertThat(Trees.all(select.items())).isEqualTo("a");
    assertThat(describe(select.from())).isEqualTo("t");
    assertThat(Trees.of(select.where())).isEqualTo("b");
  }

  @Test
  void shouldSayWhereEachNodeStands() throws SyntaxException {
    String text = "SELECT f(a, -b)::Int8 AS c, (x + y) * z FROM t WHERE a = 1 AND (b OR c)";
    Select select = Trees.select(text);
    List<String> parts = new ArrayList<>();
    Stream.concat(select.items().stream(), Stream.ofNullable(select.where()))
        .forEach(node -> collect(text, node, parts));
    assertThat(parts)
        .containsExactly(
            "f(a, -b)::Int8 AS c",
            "f(a, -b)::Int8",
            "f(a, -b)",
            "a",
            "-b",
            "b",
            "Int8",
            "(x + y) * z",
            "(x + y)",
            "x",
            "y",
            "z",
            "a = 1 AND (b OR c)",
            "a = 1",
            "a",
            "1",
            "(b OR c)",
            "b",
            "c");
  }

  @Test
  void shouldWriteAPartInOneLine() {
    String text = "a /* x */ +\n  b -- y\n  = 'c  d'";
    assertThat(SqlText.oneLine(text, new Span(0, text.length()))).isEqualTo("a + b = 'c  d'");
  }

  private static void collect(String text, SqlNode node, List<String> parts) {
    parts.add(SqlText.oneLine(text, node.span()));
    if (node instanceof SqlNode.Call call) {
      call.arguments().forEach(argument -> collect(text, argument, parts));
    } else if (node instanceof SqlNode.Aliased aliased) {
      collect(text, aliased.expression(), parts);
    }
  }

  private static String describe(Table table) {
    return table == null
        ? "subquery"
        : Trees.of(table.name()) + (table.alias() == null ? "" : " AS " + table.alias());
  }

  private static String describe(Join join) {
    return join.kind()
        + " "
        + describe(join.table())
        + (join.on() == null ? "" : " ON " + Trees.of(join.on()))
        + (join.using().isEmpty() ? "" : " USING " + Trees.all(join.using()));
  }
}
