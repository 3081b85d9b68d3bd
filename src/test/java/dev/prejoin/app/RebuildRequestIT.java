package dev.prejoin.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.prejoin.app.RebuildRequest.Action;
import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.devstack.SharedDevStack;
import dev.prejoin.proof.ProofServers;
import dev.prejoin.sink.clickhouse.ClickHouse;
import dev.prejoin.sink.clickhouse.Ddl;
import dev.prejoin.sink.clickhouse.Fillings.Filling;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./prejoin rebuild}, as far as it asks; the tables are real. */
class RebuildRequestIT {
  private static final List<String> STATS = List.of("l4_power_agg_stats");
  private static ProofServers servers;

  @TempDir private Path directory;

  @BeforeAll
  static void createDatabase() {
    servers = ProofServers.with("rebuild_request_it");
  }

  @AfterAll
  static void drop() {
    servers.drop();
  }

  @Test
  void shouldGoOnWithAChangedStatementWhereAnEarlierCommandWasEnded() throws Exception {
    ProjectCopy.of(directory, "topology/power.sql", "schemas", "clickhouse");
    Home home = new Home(directory);
    Settings settings =
        SettingsReader.read(
            Path.of("config/application.properties"),
            Map.of(),
            Map.of(
                "clickhouse.url",
                SharedDevStack.get().clickHouseUrl(),
                "clickhouse.database",
                servers.database()));
    Path folder = directory.resolve("clickhouse/ddl/power");
    try (ClickHouse clickHouse = ClickHouseServer.of(settings)) {
      Ddl ddl = new Ddl(clickHouse);
      ddl.apply(directory.resolve("clickhouse/ddl/prejoin"));
      ddl.apply(folder);
    }
    Path statements = directory.resolve("clickhouse/ddl/power.sql");
    Files.writeString(
        statements,
        Files.readString(statements)
            .replace(
                "countState(power_usage_kWh) AS usage_count,",
                "countState(power_usage_kWh) AS usage_count,"
                    + " uniqExactState(device_id) AS devices,"));
    Pipelines pipelines = Pipelines.read(settings, home);
    // So far an earlier command came.
    assertThat(pipelines.named("power").writeDdl(settings, home))
        .containsExactly(folder.resolve("007_l4_power_agg_stats__2.sql"));

    try (RebuildRequest request = new RebuildRequest(settings, home)) {
      List<String> names = request.makeAnew(pipelines, STATS, line -> {});
      assertThat(names).containsExactly("l4_power_agg_stats__2");
      assertThat(request.ask(Action.BEGIN, names)).isEqualTo(names);
      // As far comes one that is ended before its last statement.
      String database = servers.database();
      servers.clickHouse("DROP VIEW " + database + ".mv_l3_to_l4_stats__2 SYNC");
      servers.clickHouse(
          "ALTER TABLE " + database + ".prejoin_ddl DELETE WHERE file LIKE '%/007%'");
      assertThat(request.makeAnew(pipelines, STATS, line -> {})).isEqualTo(names);
      assertThat(
              servers.clickHouse(
                  "SELECT count() FROM system.tables WHERE database = '%s' AND name = 'mv_l3_to_l4_stats__2'"
                      .formatted(database)))
          .isEqualTo("1");
      assertThat(request.standing(names)).extracting(Filling::request).containsExactly(1L);
    }
  }
}
