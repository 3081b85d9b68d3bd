package dev.prejoin.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PipelineTextTest {
  @TempDir private Path directory;

  @Test
  void shouldCutThePowerPipelineIntoSourcesAndUnmodifiedViews() throws IOException {
    Path file = Path.of("topology/power.sql");
    PipelineText pipeline = PipelineText.read(file);
    assertThat(pipeline.sources())
        .containsExactly(
            new PipelineText.Source("l1_power_raw", false, "public", "power_readings"),
            new PipelineText.Source("device_metadata", true, "public", "device_metadata"));
    assertThat(pipeline.views())
        .extracting(PipelineText.View::target)
        .containsExactly("l2_power_cleaned", "l3_power_joined");
    assertThat(pipeline.views())
        .allMatch(view -> Sql.withoutComments(text(file)).contains(view.statement()), "as written");
    assertThat(pipeline.isRead("l2_power_cleaned")).isTrue();
    assertThat(pipeline.isRead("l3_power_joined")).isFalse();
  }

  @Test
  void shouldNotTakeASemicolonInQuotesOrCommentsForAnEnd() {
    assertThat(
            Sql.statements(
                "-- one; two\nSELECT ';', `a;b`, 'it\\'s;', 'it''s;' /* ; */ FROM t ; SELECT 2; ;"))
        .hasSize(2)
        .last()
        .isEqualTo("SELECT 2");
  }

  @Test
  void shouldAddAColumnToASelectWhateverStandsBeforeIt() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("p.sql"),
            "CREATE TABLE f ENGINE = ChangeStream('t');"
                + " CREATE MATERIALIZED VIEW v TO x AS\n"
                + "WITH if(a = ' SELECT ', 1, 2) AS selected\nselect a, selected FROM f"
                + " WHERE a != 'SETTINGS' SETTINGS rejects = 0");
    assertThat(PipelineText.read(file).views().get(0).statement())
        .as("ClickHouse knows none of prejoin's settings")
        .endsWith("WHERE a != 'SETTINGS' ");
    assertThat(PipelineText.read(file).views().get(0).selectWith("_key").strip())
        .isEqualTo(
            "WITH if(a = ' SELECT ', 1, 2) AS selected\nselect _key, a, selected FROM f"
                + " WHERE a != 'SETTINGS'");
  }

  @Test
  void shouldNameAStatementThatItDoesNotKnow() throws IOException {
    Path file = Files.writeString(directory.resolve("p.sql"), "DROP TABLE x; SELECT 1");
    assertThatThrownBy(() -> PipelineText.read(file))
        .isInstanceOfSatisfying(
            ProblemException.class, problem -> assertThat(problem.problems()).hasSize(2))
        .hasMessageContaining("p.sql")
        .hasMessageContaining("DROP TABLE x");
  }

  @Test
  void shouldReadASourceWhereAllOfItsRowsStillAre() {
    OracleFile file = OracleFile.read(Path.of("clickhouse/oracle/experiments.sql"));
    assertThat(file.sources())
        .containsExactly(Map.entry("assignments_outbox", "public.assignments_outbox_ever"));
    assertThat(
            PipelineText.read(Path.of("topology/experiments.sql"))
                .readingFrom(file.sources())
                .sources())
        .contains(
            new PipelineText.Source("experiments_events", false, "public", "events"),
            new PipelineText.Source(
                "assignments_outbox", false, "public", "assignments_outbox_ever"));
  }

  @Test
  void shouldReadThePowerPipelinesAggregates() {
    OracleFile file = OracleFile.read(Path.of("clickhouse/oracle/power.sql"));
    assertThat(file.aggregates())
        .extracting(OracleFile.Aggregate::name)
        .containsExactly("l4_power_agg_stats", "l4_power_agg_hourly");
    assertThat(file.aggregates().get(0).approximate()).isEmpty();
    assertThat(file.aggregates().get(1).approximate()).containsExactly("avg_kWh");
    assertThat(file.aggregates().get(1).keys())
        .containsExactly(
            "ts_hour", "device_id", "customer_id", "building_type", "latitude", "longitude");
  }

  @Test
  void shouldNameEveryMistakeOfAnOracleFile() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("o.sql"), "-- @aggregate a\n-- @key x\n-- @expected\nSELECT 1\n");
    assertThatThrownBy(() -> OracleFile.read(file))
        .hasMessageContaining("o.sql:2: unknown mark 'key'")
        .hasMessageContaining("o.sql:1: aggregate a needs keys");
  }

  @Test
  void shouldQuoteNames() {
    assertThat(Sql.identifier("a`b\\")).isEqualTo("`a\\`b\\\\`");
    assertThat(Sql.literal("it's")).isEqualTo("'it\\'s'");
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
