package dev.prejoin.app.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.app.peer.PeerFile.Key;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PeerFileTest {
  private static final Path POWER = Path.of("clickhouse/peer/power.sql");

  @Test
  void shouldReadWhatIsComparedFromTheShippedFile() {
    PeerFile file = PeerFile.read(POWER).orElseThrow();

    assertThat(file.rows()).isEqualTo("l3_power_joined");
    assertThat(file.facts()).containsExactly("timestamp", "device_id", "power_usage_kWh");
    assertThat(file.keys())
        .startsWith(
            new Key("toStartOfHour(timestamp)", "ts_hour"), new Key("`device_id`", "device_id"))
        .hasSize(6);
    assertThat(file.groups()).containsExactly("building_type", "customer_id");
    assertThat(file.statements()).hasSize(8).allMatch(text -> text.startsWith("CREATE "));
  }

  @Test
  void shouldHaveTheVeryViewsThatThePipelineHas() throws IOException {
    String pipeline = words(Files.readString(Path.of("topology/power.sql")));
    for (String statement : PeerFile.read(POWER).orElseThrow().statements()) {
      Matcher view = Pattern.compile("VIEW (mv_l1_to_l2|mv_l2_to_l3) ").matcher(words(statement));
      if (view.find()) {
        assertThat(pipeline).contains(words(statement));
      }
    }
    assertThat(pipeline).contains("mv_l1_to_l2", "mv_l2_to_l3");
  }

  @Test
  void shouldKeepCommasInParenthesesTogether() {
    PeerFile file =
        PeerFile.parse(
            POWER,
            marks().replace("@keys a", "@keys toStartOfInterval(t, INTERVAL 5 MINUTE) AS slot, a"));

    assertThat(file.keys())
        .containsExactly(
            new Key("toStartOfInterval(t, INTERVAL 5 MINUTE)", "slot"), new Key("`a`", "a"));
  }

  @Test
  void shouldTellEveryMarkThatIsMissingOrUnknown() {
    String text = marks().replace("-- @sum s\n", "-- @summ s\n").replace("@unit kg", "@unit");

    assertThatThrownBy(() -> PeerFile.parse(Path.of("x.sql"), text))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem ->
                assertThat(problem.problems())
                    .containsExactly(
                        "x.sql:9: there is no mark @summ; there are aggregate, count, facts,"
                            + " groups, keys, measure, rows, sum, time, unit",
                        "x.sql: the mark -- @sum is missing, or nothing stands behind it",
                        "x.sql: the mark -- @unit is missing, or nothing stands behind it"));
  }

  @Test
  void shouldRefuseStatementsThatNameADatabase() {
    String text =
        marks()
            + """
            -- FROM other.fine
            CREATE MATERIALIZED VIEW v
            TO other.r AS SELECT a.t, 'FROM other.fine' AS text
            FROM r AS a JOIN `other` . "k" AS b ON a.t = b.t;
            CREATE TABLE IF NOT EXISTS other.x (t DateTime) ENGINE = MergeTree ORDER BY t;
            DROP DATABASE other;
            """;

    assertThatThrownBy(() -> PeerFile.parse(Path.of("x.sql"), text))
        .isInstanceOfSatisfying(
            ProblemException.class,
            problem ->
                assertThat(problem.problems())
                    .extracting(line -> line.replaceAll(" names a database;.*", ""))
                    .containsExactly(
                        "x.sql:14: TO other.r",
                        "x.sql:15: JOIN `other` . \"k\"",
                        "x.sql:16: EXISTS other.x",
                        "x.sql:17: DATABASE other"));
  }

  @Test
  void shouldBeNoneWhereThereIsNoFile() {
    assertThat(PeerFile.read(Path.of("clickhouse/peer/none.sql"))).isEmpty();
  }

  private static String marks() {
    return """
    -- @rows r
    -- @time t
    -- @facts t, k
    -- @measure k
    -- @unit kg
    -- @aggregate a
    -- @keys a
    -- @count c
    -- @sum s
    -- @groups a
    CREATE TABLE r (t DateTime, k Float64) ENGINE = MergeTree ORDER BY t;
    """;
  }

  private static String words(String text) {
    return text.replaceAll("--.*", "").replaceAll("\\s+", " ").strip();
  }
}
