package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.definition.PipelineFile;
import dev.prejoin.plan.Compiler;
import dev.prejoin.plan.Plan;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.schema.AvroSchemas;
import dev.prejoin.sink.clickhouse.ddl.StateTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DdlFilesTest {
  private static final Path SHIPPED = Path.of("clickhouse/ddl");
  private static final Settings SETTINGS =
      SettingsReader.read(Path.of("config/application.properties"), Map.of(), Map.of());

  /** As ClickHouse answers; {@code PlanFilesIT} asks it. */
  private static final StateTypes TYPES =
      (statement, table) ->
          Map.of(
              "ts_hour", "DateTime",
              "device_id", "UInt32",
              "customer_id", "String",
              "building_type", "String",
              "latitude", "Float64",
              "longitude", "Float64",
              "usage_count", "AggregateFunction(count, Float64)",
              "usage_sum", "AggregateFunction(sum, Float64)",
              "usage_min", "AggregateFunction(min, Float64)",
              "usage_max", "AggregateFunction(max, Float64)");

  private static final StateTypes NOT_ASKED =
      (statement, table) -> {
        throw new AssertionError("asked for the types of " + statement.target());
      };

  @TempDir private Path home;
  private Path ddl = Path.of("");

  @BeforeEach
  void copyAggregates() throws IOException {
    ddl = Files.createDirectories(home.resolve("clickhouse/ddl"));
    Files.copy(SHIPPED.resolve("power.sql"), ddl.resolve("power.sql"));
  }

  private static Plan plan() {
    return Compiler.compile(
        PipelineFile.read(Path.of("topology/power.sql")),
        AvroSchemas.read(Path.of("schemas/avro"))::find);
  }

  private List<Path> write(StateTypes types) {
    return DdlFiles.write(plan(), SETTINGS, new Home(home), types);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void shouldWriteTheShippedFiles() throws IOException {
    List<Path> written = write(TYPES);
    assertThat(names(ddl.resolve("power"))).isEqualTo(names(SHIPPED.resolve("power")));
    for (Path file : written) {
      assertThat(file)
          .hasSameTextualContentAs(SHIPPED.resolve("power").resolve(file.getFileName()));
    }
  }

  @Test
  void shouldWriteNothingThatIsThere() {
    write(TYPES);
    assertThat(write(NOT_ASKED)).isEmpty();
  }

  @Test
  void shouldWriteOnlyWhatIsMissingWithTheNextNumber() throws IOException {
    write(TYPES);
    Path power = ddl.resolve("power");
    Path joined = power.resolve("004_l3_power_joined.sql");
    Files.writeString(
        power.resolve("017_mine.sql"),
        Files.readString(joined)
            .replace("TABLE l3_power_joined", "TABLE IF NOT EXISTS db.`l3_power_joined`"));
    Files.delete(joined);
    Files.delete(power.resolve("002_device_metadata.sql"));
    assertThat(write(NOT_ASKED)).containsExactly(power.resolve("018_device_metadata.sql"));
  }

  @Test
  void shouldMakeAnAggregateAnewWhenItsStatementIsChanged() throws IOException {
    write(TYPES);
    Path user = ddl.resolve("power.sql");
    String statements = Files.readString(user);
    Files.writeString(
        user, "-- Another comment.\n" + statements.replace("AS usage_sum", "  AS\tusage_sum"));
    assertThat(write(NOT_ASKED)).isEmpty();

    Files.writeString(
        user, statements.replace("sumState(power_usage_kWh)", "sumState(power_usage_kWh * 2)"));
    Path second = ddl.resolve("power").resolve("007_l4_power_agg_stats__2.sql");
    assertThat(write(TYPES)).containsExactly(second);
    assertThat(Files.readString(second))
        .contains("CREATE TABLE IF NOT EXISTS l4_power_agg_stats__2_data")
        .contains("CREATE VIEW IF NOT EXISTS l4_power_agg_stats__2 AS")
        .contains("CREATE MATERIALIZED VIEW IF NOT EXISTS mv_l3_to_l4_stats__2")
        .contains("sumState(power_usage_kWh * 2) AS usage_sum")
        .doesNotContain("l4_power_agg_stats_data");
    assertThat(write(NOT_ASKED)).isEmpty();

    Files.writeString(user, statements);
    assertThat(write(TYPES))
        .containsExactly(ddl.resolve("power").resolve("008_l4_power_agg_stats__3.sql"));
  }

  @Test
  void shouldSayWhichTablesAnAggregateCanRead() throws IOException {
    Files.writeString(
        ddl.resolve("power.sql"),
        """
        CREATE MATERIALIZED VIEW v TO t AS
        SELECT customer_id, countState() AS n FROM device_metadata GROUP BY customer_id;
        """);
    assertThatThrownBy(() -> write(TYPES))
        .isInstanceOf(ProblemException.class)
        .hasMessage(
            "%s:2:44: device_metadata is no table of facts of the pipeline power; those are"
                    .formatted(ddl.resolve("power.sql"))
                + " l1_power_raw, l2_power_cleaned, l3_power_joined");
  }
}
