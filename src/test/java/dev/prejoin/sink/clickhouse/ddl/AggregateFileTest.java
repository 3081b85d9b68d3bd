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
import org.junit.jupiter.params.provider.ValueSource;

class AggregateFileTest {
  private static final Path FILE = Path.of("p.sql");
  private static final String FORM =
      "CREATE MATERIALIZED VIEW name TO target AS SELECT … FROM table [WHERE …] [GROUP BY …]";

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
                    new AggregateStatement.Item("day", "toDate(e.at)", "p.sql:6:5"),
                    new AggregateStatement.Item("group", "e.`group`", "p.sql:7:5"),
                    new AggregateStatement.Item("kind", "if(e.kind = 'FROM a', 1, 2)", "p.sql:8:5"),
                    new AggregateStatement.Item(
                        "total sum", "sumState(e.amount * 2)", "p.sql:9:5")),
                "l3",
                "db.l3 as e",
                "e.amount > 0 and e.kind in ('GROUP', 'BY')",
                List.of("day", "e.`group`", "3"),
                Optional.empty(),
                new AggregateStatement.Places("p.sql:4:1", "p.sql:10:6", "p.sql:11:7")));
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
        "1 | CREATE TABLE t (n UInt8) ENGINE = Memory | leave CREATE TABLE out: prejoin writes the"
            + " tables of an aggregate from its materialized view, FORM",
        "1 | DROP TABLE t | CREATE is missing: a file of aggregates has FORM and CREATE VIEW"
            + " statements",
        "28 | CREATE MATERIALIZED VIEW v AS SELECT 1 | TO is missing: a file of aggregates has FORM"
            + " and CREATE VIEW statements",
        "1 | CREATE MATERIALIZED VIEW v TO t AS SELECT a | an aggregate has FROM, and WHERE and"
            + " GROUP BY stand behind it: FORM",
        "52 | CREATE MATERIALIZED VIEW v TO t AS SELECT a FROM x JOIN y USING (a) GROUP BY a | an"
            + " aggregate reads one table, as it is: FORM",
        "52 | CREATE MATERIALIZED VIEW v TO t AS SELECT a FROM x FINAL GROUP BY a | an aggregate"
            + " reads one table, as it is: FORM",
        "63 | CREATE MATERIALIZED VIEW v TO t AS SELECT a FROM x GROUP BY a HAVING a > 1 | HAVING is"
            + " not possible in an aggregate, as its buckets are counted anew one by one: FORM",
        "61 | CREATE MATERIALIZED VIEW v TO t AS SELECT a FROM x GROUP BY ROLLUP(a) | ROLLUP is"
            + " not possible in an aggregate, as its buckets are counted anew one by one: FORM",
        "52 | CREATE MATERIALIZED VIEW v TO t AS SELECT a FROM x SETTINGS b = 1 | SETTINGS is"
            + " not possible in an aggregate, as its buckets are counted anew one by one: FORM",
        "43 | CREATE MATERIALIZED VIEW v TO t AS SELECT DISTINCT a FROM x GROUP BY a | DISTINCT is"
            + " not possible in an aggregate, as its buckets are counted anew one by one: FORM",
        "46 | CREATE MATERIALIZED VIEW v TO t AS SELECT a, countState() FROM x GROUP BY a |"
            + " countState() has no name; write countState() AS the column of the aggregate",
        "45 | CREATE MATERIALIZED VIEW v TO t AS SELECT a,, b FROM x GROUP BY a | an expression is"
            + " missing: FORM",
      })
  void shouldSayWhatCannotBeAnAggregate(int column, String statement, String problem) {
    assertThatThrownBy(() -> AggregateFile.parse(FILE, "\n" + statement + ";"))
        .isInstanceOf(ProblemException.class)
        .hasMessage("p.sql:2:" + column + ": " + problem.replace("FORM", FORM));
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
            "p.sql:1:46: sum(n) is neither in GROUP BY nor a state, so two parts of a bucket could not"
                + " be merged; write the function with -State, such as sumState(x) AS s",
            "p.sql:1:1: every expression of GROUP BY is selected too, as the buckets are told apart by"
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

  @Test
  void shouldKeepABucketOfAllTimesInDays() {
    String ddl =
        AggregateDdl.text(
            aggregate(
                "CREATE MATERIALIZED VIEW v TO t AS SELECT lower(kind) AS kind, countState() AS n FROM"
                    + " x GROUP BY kind;"),
            Map.of("kind", "String", "n", "AggregateFunction(count)"),
            Optional.of("at"));
    assertThat(ddl)
        .contains(
            "PARTITION BY toYYYYMM(_day)\nORDER BY (_day, kind, _shard, _seg, _base);",
            "    toDate32(at, 'UTC') AS _day,\n    lower(kind) AS kind,\n    _shard,\n    _seg,\n",
            "CREATE VIEW IF NOT EXISTS t AS\n"
                + "WITH (SELECT mapFromArrays(groupArray(_shard), groupArray(_seg))"
                + " FROM t_floor FINAL) AS _floors\n"
                + "SELECT\n    d.kind AS kind,\n    d.n AS n\nFROM");
  }

  @Test
  void shouldKeepAMonthInDaysToo() {
    String statement =
        "CREATE MATERIALIZED VIEW v TO t AS SELECT toStartOfMonth(at) AS at, countState() AS n FROM x"
            + " GROUP BY at;";
    Map<String, String> types = Map.of("at", "Date", "n", "AggregateFunction(count)");
    assertThat(AggregateDdl.text(aggregate(statement), types, Optional.of("at")))
        .contains("toDate32(x.at, 'UTC') AS _day");
    assertThat(
            AggregateDdl.text(
                aggregate(statement.replace("Month", "Hour")), types, Optional.of("at")))
        .doesNotContain("_day");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " GROUP BY ()", " GROUP BY tuple()"})
  void shouldMakeOneBucketOfAllRowsWithoutKeys(String groupBy) {
    AggregateStatement statement =
        aggregate("CREATE MATERIALIZED VIEW v TO t AS SELECT countState() AS n FROM x" + groupBy);
    assertThat(statement.groupBy()).isEmpty();
    assertThat(
            AggregateDdl.text(statement, Map.of("n", "AggregateFunction(count)"), Optional.empty()))
        .contains(
            "ORDER BY (_shard, _seg, _base);",
            "ORDER BY (_shard);",
            "_bucket  UInt128 DEFAULT reinterpretAsUInt128(sipHash128(_shard))",
            "GROUP BY\n    _shard,\n    _seg;");
  }

  @Test
  void shouldTellBucketsApartAsGroupByDoes() {
    AggregateStatement statement =
        aggregate(
            "CREATE MATERIALIZED VIEW v TO t AS SELECT a, b, c, d, countState() AS n FROM x GROUP BY"
                + " a, b, c, d;");
    assertThat(
            AggregateDdl.text(
                statement,
                Map.of(
                    "a", "String",
                    "b", "Float32",
                    "c", "LowCardinality(Nullable(String))",
                    "d", "Nullable(Float64)",
                    "n", "AggregateFunction(count)"),
                Optional.empty()))
        .contains(
            "    _bucket  SimpleAggregateFunction(max, UInt128) DEFAULT"
                + " reinterpretAsUInt128(sipHash128(a, if(isNaN(b), nan, b + 0), isNull(c),"
                + " ifNull(c, defaultValueOfTypeName('String')), isNull(d),"
                + " ifNull(if(isNaN(d), nan, d + 0), defaultValueOfTypeName('Float64')),"
                + " _shard)),\n");
  }

  @Test
  void shouldRefuseNamesThatItsOwnColumnsHave() {
    AggregateStatement statement =
        aggregate(
            "CREATE MATERIALIZED VIEW v TO t AS SELECT a AS newest, countState() AS n FROM x GROUP"
                + " BY newest;");
    assertThatThrownBy(
            () ->
                AggregateDdl.text(
                    statement,
                    Map.of("newest", "String", "n", "AggregateFunction(count)"),
                    Optional.empty()))
        .hasMessage(
            "p.sql:1:43: newest is a name that prejoin's own columns have; choose another behind"
                + " AS");
  }

  @Test
  void shouldNameWhatCannotBeKeptExact() {
    AggregateStatement statement =
        aggregate(
            """
            CREATE MATERIALIZED VIEW v TO t AS
            SELECT toStartOfDay(at) AS day, quantileIfState(0.9)(n, n > 0) AS q, sumState(n) AS s,
                   countIfState(at > now() - 60) AS late
            FROM x WHERE dictHas('d', n) GROUP BY day;
            """);
    assertThat(InexactColumns.of(statement))
        .containsExactly(
            "p.sql:2:33: t.q cannot be kept exact by quantileIf: it looks at a sample of the rows;"
                + " the quantileExact functions are exact",
            "p.sql:3:8: t.late cannot be kept exact by now: it gives another time when the bucket is"
                + " counted anew; compare with the time when the aggregate is read",
            "p.sql:4:14: t cannot be kept exact by dictHas: what it looks up may have changed when"
                + " the bucket is counted anew; a ChangeTable that a view of the pipeline joins is"
                + " kept exact");
  }
}
