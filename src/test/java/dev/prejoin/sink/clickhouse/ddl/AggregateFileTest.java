package dev.prejoin.sink.clickhouse.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.runtime.ProblemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AggregateFileTest {
  private static final Path FILE = Path.of("p.sql");
  private static final String FORM =
      "CREATE MATERIALIZED VIEW name TO target AS SELECT … FROM table [WHERE …] GROUP BY …";

  private static AggregateStatement aggregate(String text) {
    return ((AggregateFile.Aggregate) AggregateFile.parse(FILE, text).statements().get(0))
        .statement();
  }

  @Test
  void shouldTakeAStatementApartAtItsClauses() {
    assertThat(
            aggregate(
                """
                -- Of the whole file.

                -- Of this statement: "FROM" is no clause here.
                create materialized view if not exists db.`my view` to db.sums (day Date, n Float64)
                as select
                    toDate(e.at) as day, -- the day, in UTC
                    e.`group`,
                    if(e.kind = 'FROM a', 1, 2) /* a CASE */ AS kind,
                    sumState(e.amount * 2) AS `total sum`
                from db.l3 as e
                where e.amount > 0 and e.kind in ('GROUP', 'BY')
                group by day, e.`group`, 3;
                """))
        .isEqualTo(
            new AggregateStatement(
                "-- Of this statement: \"FROM\" is no clause here.\n",
                "my view",
                "sums",
                List.of(
                    new AggregateStatement.Item("day", "toDate(e.at)"),
                    new AggregateStatement.Item("group", "e.`group`"),
                    new AggregateStatement.Item("kind", "if(e.kind = 'FROM a', 1, 2)"),
                    new AggregateStatement.Item("total sum", "sumState(e.amount * 2)")),
                "l3",
                "db.l3 as e",
                "e.amount > 0 and e.kind in ('GROUP', 'BY')",
                List.of("day", "e.`group`", "3"),
                "p.sql:4"));
  }

  @Test
  void shouldKeepAPlainViewAsItIs() {
    String view = "-- Plain.\nCREATE VIEW v AS\nSELECT a, -- of a\n       1 AS b FROM x;\n";
    assertThat(AggregateFile.parse(FILE, "\n" + view).statements())
        .containsExactly(new AggregateFile.PlainView("v", "x", view));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "CREATE TABLE t (n UInt8) ENGINE = Memory | leave CREATE TABLE out: prejoin writes the tables"
            + " of an aggregate from its materialized view, FORM",
        "DROP TABLE t | CREATE is missing: a file of aggregates has FORM and CREATE VIEW statements",
        "CREATE MATERIALIZED VIEW v AS SELECT 1 | TO is missing: a file of aggregates has FORM and"
            + " CREATE VIEW statements",
        "CREATE MATERIALIZED VIEW v TO t AS SELECT a FROM x | an aggregate has FROM and GROUP BY:"
            + " FORM",
        "CREATE MATERIALIZED VIEW v TO t AS SELECT a FROM x JOIN y USING (a) GROUP BY a | an"
            + " aggregate reads one table, as it is: FORM",
        "CREATE MATERIALIZED VIEW v TO t AS SELECT a FROM x FINAL GROUP BY a HAVING a > 1 | HAVING is"
            + " not possible in an aggregate, as its buckets are counted anew one by one: FORM",
        "CREATE MATERIALIZED VIEW v TO t AS SELECT DISTINCT a FROM x GROUP BY a | DISTINCT is not"
            + " possible in an aggregate, as its buckets are counted anew one by one: FORM",
        "CREATE MATERIALIZED VIEW v TO t AS SELECT a, countState() FROM x GROUP BY a | countState()"
            + " has no name; write countState() AS the column of the aggregate",
        "CREATE MATERIALIZED VIEW v TO t AS SELECT a,, b FROM x GROUP BY a | an expression is"
            + " missing: FORM",
      })
  void shouldSayWhatCannotBeAnAggregate(String statement, String problem) {
    assertThatThrownBy(() -> AggregateFile.parse(FILE, "\n" + statement + ";"))
        .isInstanceOf(ProblemException.class)
        .hasMessage("p.sql:2: " + problem.replace("FORM", FORM));
  }

  @Test
  void shouldSayWhichColumnsAreNeitherKeyNorState() {
    AggregateStatement statement =
        aggregate(
            "CREATE MATERIALIZED VIEW v TO t AS SELECT a, sum(n) AS s FROM x GROUP BY a, lower(b);");
    assertThatThrownBy(
            () ->
                AggregateDdl.text(
                    statement, Map.of("a", "String", "s", "Float64"), Optional.empty()))
        .isInstanceOf(ProblemException.class)
        .hasMessageContainingAll(
            "p.sql:1: sum(n) is neither in GROUP BY nor a state, so two parts of a bucket could not"
                + " be merged; write the function with -State, such as sumState(x) AS s",
            "p.sql:1: every expression of GROUP BY is selected too, as the buckets are told apart by"
                + " them");
  }

  @Test
  void shouldCutStatesByMonthOnlyWhereTheTableIsCutByTheSameTime() {
    AggregateStatement statement =
        aggregate(
            "CREATE MATERIALIZED VIEW v TO t AS SELECT toDate(born) AS day, toStartOfHour(at) AS h,"
                + " countState() AS n FROM x GROUP BY ALL;");
    Map<String, String> types =
        Map.of("day", "Date", "h", "DateTime", "n", "AggregateFunction(count)");
    assertThat(AggregateDdl.text(statement, types, Optional.of("at")))
        .contains("PARTITION BY toYYYYMM(h)\nORDER BY (day, h, _shard, _seg, _base);");
    assertThat(AggregateDdl.text(statement, types, Optional.empty())).doesNotContain("PARTITION");
  }
}
