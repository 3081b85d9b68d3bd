package dev.prejoin.sink.clickhouse.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.clickhouse.ddl.AggregateStatement.Item;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RollupTest {
  private static final String HOURLY =
      """
      CREATE MATERIALIZED VIEW mv_hourly TO hourly AS
      SELECT toStartOfHour(e.at) AS hour, experiment_id, lower(variant) AS variant,
             countState() AS events, sumIfState(value, value > 0) AS total, uniqState(user) AS users,
             quantilesExactState(0.5, 0.9)(value) AS parts, maxSimpleState(value) AS most
      FROM events AS e WHERE kind = 'a' OR variant = 'b'
      GROUP BY hour, experiment_id, variant;
      """;

  private static AggregateStatement rollup(String text) {
    List<AggregateFile.Statement> statements =
        AggregateFile.parse(Path.of("p.sql"), HOURLY + text).statements();
    return ((AggregateFile.Aggregate) statements.get(statements.size() - 1)).statement();
  }

  private static String daily(String rest) {
    return "CREATE MATERIALIZED VIEW mv_daily TO daily AS " + rest;
  }

  private static List<String> columns(AggregateStatement statement) {
    return statement.items().stream().map(item -> item.sql() + " AS " + item.name()).toList();
  }

  @Test
  void shouldPutTheInnerExpressionsInThePlaceOfItsColumns() {
    AggregateStatement daily =
        rollup(
            daily(
                """
                SELECT toDate(h.hour) AS day, h.experiment_id, countMergeState(events) AS events,
                       sumIfMergeState(h.total) AS total,
                       uniqMergeState(users) AS users,
                       quantilesExactMergeState(0.5,0.9)(parts) AS parts,
                       maxSimpleState(most) AS most, maxState(h.most) AS most_too,
                       uniqExactIfState(variant, hour > '2026-01-01') AS variants
                FROM hourly AS h WHERE experiment_id > 7 GROUP BY day, h.experiment_id;
                """));
    assertThat(columns(daily))
        .containsExactly(
            "toDate(toStartOfHour(e.at)) AS day",
            "experiment_id AS experiment_id",
            "countState() AS events",
            "sumIfState(value, value > 0) AS total",
            "uniqState(user) AS users",
            "quantilesExactState(0.5, 0.9)(value) AS parts",
            "maxSimpleState(value) AS most",
            "maxState(value) AS most_too",
            "uniqExactIfState(lower(variant), toStartOfHour(e.at) > '2026-01-01') AS variants");
    assertThat(daily.table()).isEqualTo("events");
    assertThat(daily.from()).isEqualTo("events AS e");
    assertThat(daily.where())
        .isEqualTo("(kind = 'a' OR lower(variant) = 'b') AND (experiment_id > 7)");
    assertThat(daily.groupBy()).containsExactly("day", "experiment_id");
    assertThat(daily.rollupOf()).contains("hourly");
  }

  @Test
  void shouldGoThroughSeveralAggregatesInWhateverOrderTheyStand() {
    AggregateStatement yearly =
        rollup(
            """
            CREATE MATERIALIZED VIEW mv_yearly TO yearly AS
            SELECT toStartOfYear(month) AS year, countMergeState(n) AS n FROM monthly GROUP BY ALL;
            CREATE MATERIALIZED VIEW mv_monthly TO monthly AS
            SELECT toStartOfMonth(hour) AS month, toYear(month) AS y, countMergeState(events) AS n
            FROM hourly GROUP BY month, y;
            CREATE MATERIALIZED VIEW mv_all TO whole AS SELECT countMergeState(n) AS n FROM yearly;
            """);
    assertThat(columns(yearly)).containsExactly("countState() AS n");
    assertThat(yearly.table()).isEqualTo("events");
    assertThat(yearly.groupBy()).isEmpty();
    AggregateStatement ofYears =
        rollup(
            """
            CREATE MATERIALIZED VIEW mv_monthly TO monthly AS
            SELECT toStartOfMonth(hour) AS month, toYear(month) - 1 AS y, countMergeState(events) AS n
            FROM hourly GROUP BY month, y;
            CREATE MATERIALIZED VIEW mv_years TO years AS
            SELECT y * 2 AS twice, toYear(month) AS year, countMergeState(n) AS n FROM monthly
            GROUP BY ALL;
            """);
    assertThat(columns(ofYears))
        .containsExactly(
            "(toYear(toStartOfMonth(toStartOfHour(e.at))) - 1) * 2 AS twice",
            "toYear(toStartOfMonth(toStartOfHour(e.at))) AS year",
            "countState() AS n");
    assertThat(ofYears.groupBy()).containsExactly("twice", "year");
  }

  @Test
  void shouldMeanTheColumnOfTheRowsWhereAnAliasHasItsName() {
    AggregateStatement daily =
        rollup(
            daily(
                "SELECT toDate(hour) AS value, lower(experiment_id) AS at, maxState(hour) AS m,"
                    + " sumIfMergeState(total) AS total FROM hourly GROUP BY value, at;"));
    assertThat(columns(daily))
        .containsExactly(
            "toDate(toStartOfHour(e.at)) AS value",
            "lower(experiment_id) AS at",
            "maxState(toStartOfHour(e.at)) AS m",
            "sumIfState(e.value, e.value > 0) AS total");
  }

  @Test
  void shouldKeepAKeyThatHidesAColumn() {
    AggregateStatement byVariant =
        rollup(
            daily(
                "SELECT variant, countMergeState(events) AS events FROM hourly GROUP BY variant;"));
    assertThat(columns(byVariant))
        .containsExactly("lower(e.variant) AS variant", "countState() AS events");
    assertThat(byVariant.where()).isEqualTo("kind = 'a' OR lower(e.variant) = 'b'");
  }

  @Test
  void shouldReadAliasesOfItsOwnAsClickHouseDoes() {
    AggregateStatement daily =
        rollup(
            daily(
                "SELECT toStartOfDay(hour) AS hour, toHour(hour) AS none, countMergeState(events) AS"
                    + " events FROM hourly WHERE hour > 0 GROUP BY 1, toHour(hour);"));
    assertThat(columns(daily))
        .containsExactly(
            "toStartOfDay(toStartOfHour(e.at)) AS hour",
            "toHour(hour) AS none",
            "countState() AS events");
    assertThat(daily.where()).endsWith(" AND (hour > 0)");
    assertThat(daily.groupBy()).containsExactly("hour", "none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "54 | SELECT sumMerge(total) AS t FROM hourly | sumMerge(total) is no state that hourly.total"
            + " can be merged into; write sumIfMergeState(total) AS t, or ask for numbers in a plain"
            + " CREATE VIEW, which is as exact as what it reads",
        "54 | SELECT sumMergeState(total) AS t FROM hourly | write sumIfMergeState(total) AS t, or",
        "54 | SELECT avgMergeState(total) AS t FROM hourly | avgMergeState(total) is no state that"
            + " hourly.total can be merged into; write sumIfMergeState(total) AS t, or",
        "54 | SELECT quantilesExactMergeState(0.5)(parts) AS p FROM hourly | write"
            + " quantilesExactMergeState(0.5,0.9)(parts) AS p, or",
        "54 | SELECT sumState(most) AS t FROM hourly | sumState(most) is no state that hourly.most can"
            + " be merged into; write maxSimpleState(most) AS t, or",
        "54 | SELECT countMergeState(events) + 1 AS t FROM hourly | write countMergeState(events) AS t",
        "54 | SELECT countState() AS n FROM hourly | countState() would count the states that make up"
            + " hourly, as many as there were inserts, and not rows of events; merge one of its"
            + " states, or read events itself",
        "54 | SELECT sumState(experiment_id) AS n FROM hourly | would count the states that make up",
        "54 | SELECT toDate(at) AS day, countMergeState(events) AS n FROM hourly GROUP BY day | hourly"
            + " has no column at; it has hour, experiment_id, variant, events, total, users, parts,"
            + " most",
        "101 | SELECT countMergeState(events) AS n FROM hourly WHERE events > 1 | events > 1 is no"
            + " state that hourly.events can be merged into; write countMergeState(events) AS events",
        "54 | SELECT arrayExists(x -> x > 1, [hour]) AS many, countMergeState(events) AS n FROM hourly"
            + " GROUP BY many | has a part that no expression of another table can be put into",
        "54 | SELECT hour + AS h, countMergeState(events) AS n FROM hourly GROUP BY h | hour +:",
        "1 | SELECT countMergeState(events) AS n FROM hourly GROUP BY hour | GROUP BY hour is not"
            + " selected",
        "77 | SELECT countState() AS n FROM daily | daily reads itself",
        "77 | SELECT countState() AS n FROM plain | plain is a plain view; an aggregate reads a table"
            + " of facts, or another aggregate with its states",
      })
  void shouldRefuseWhatIsAnotherAggregate(int column, String statement, String problem) {
    String plain = "CREATE VIEW plain AS SELECT countMerge(events) AS n FROM hourly;\n";
    assertThatThrownBy(() -> rollup(plain + daily(statement)))
        .isInstanceOf(ProblemException.class)
        .hasMessageStartingWith("p.sql:8:" + column + ": ")
        .hasMessageContaining(problem);
  }

  @Test
  void shouldRefuseRowsThatTheInnerOneMultiplies() {
    assertThatThrownBy(
            () ->
                rollup(
                    """
                    CREATE MATERIALIZED VIEW mv_tags TO by_tag AS
                    SELECT arrayJoin(tags) AS tag, countState() AS n FROM events GROUP BY tag;
                    CREATE MATERIALIZED VIEW mv_all TO whole AS
                    SELECT countMergeState(n) AS n FROM by_tag;
                    """))
        .hasMessage(
            "p.sql:10:37: by_tag makes several rows of one, by arrayJoin in tag, so that its parts"
                + " cannot be counted as rows of events; read events itself");
  }

  @Test
  void shouldRefuseTwoStatementsOfOneName() {
    assertThatThrownBy(() -> rollup(HOURLY))
        .hasMessage("p.sql:7:1: hourly is made twice; one statement makes it");
  }

  @Test
  void shouldLeaveAnAggregateOfATableAsItIs() {
    AggregateStatement statement =
        rollup("CREATE MATERIALIZED VIEW v TO t AS SELECT anyState(x -> 1) AS a FROM other");
    assertThat(statement.items()).containsExactly(new Item("a", "anyState(x -> 1)", "p.sql:7:43"));
    assertThat(statement.rollupOf()).isEqualTo(Optional.empty());
  }
}
