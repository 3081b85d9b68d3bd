package dev.prejoin.cli;

import dev.prejoin.app.Application;
import dev.prejoin.app.Home;
import dev.prejoin.app.Pipeline;
import dev.prejoin.app.Pipelines;
import dev.prejoin.config.Settings;
import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.DevStackSettings;
import dev.prejoin.devstack.Directories;
import dev.prejoin.devstack.Server;
import dev.prejoin.generate.Generator;
import dev.prejoin.generate.GeneratorSettings;
import dev.prejoin.proof.Oracle;
import dev.prejoin.proof.OracleReport;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Servers of a measurement's own, on free ports and empty, with the power pipeline running in this
 * process.
 *
 * @param settings those of the run
 */
record BenchServers(Home home, Settings settings, DevStack stack, Pipeline pipeline) {
  /** Starts all, and hands it over to be closed. */
  static BenchServers start(Home home, SettingsOptions options, ClosingStack closing, Steps steps)
      throws SQLException, InterruptedException {
    Settings.Demo demo = options.read(home).demo();
    Path directory = Directories.emptied(home.path(demo.directory()).resolve("bench"));
    DevStackSettings servers =
        DevStackSettings.onFreePorts(home.path(demo.directory()).resolve("programs"), directory);
    DevStack stack = closing.add(DevStack.start(servers, steps));
    Generator generator =
        new Generator(
            GeneratorSettings.withDefaults(stack.postgresJdbcUrl(), stack.postgresUser(), ""));
    generator.createTables();
    generator.insertDevices();
    Settings settings = options.read(home, overrides(servers, directory));
    Pipelines pipelines = Pipelines.read(settings, home, List.of(home.path("topology/power.sql")));
    Application application = closing.add(new Application(settings, home, pipelines));
    application.start(steps::step);
    application.awaitRunning();
    return new BenchServers(home, settings, stack, pipelines.named("power"));
  }

  private static Map<String, String> overrides(DevStackSettings servers, Path directory) {
    Map<String, String> keys = servers.keys();
    keys.put("state.directory", directory.resolve("state").toString());
    keys.put("roles", "capture,topology,sink");
    return keys;
  }

  /** Compares all that has landed with what the SQL says over the source. */
  OracleReport judge() {
    return new Oracle(VerifyScope.servers(settings, stack.postgresHost(), stack.postgresPort()))
        .compare(
            pipeline.file(),
            home.path("clickhouse/oracle/power.sql"),
            pipeline.sourcesNotLanded(settings));
  }

  /** Bytes of memory of each process, that of prejoin with the measurement itself. */
  Map<String, Long> memory() {
    Map<String, Long> memory = new LinkedHashMap<>();
    for (Server server : Server.values()) {
      memory.put(server.title(), stack.residentBytes(server));
    }
    memory.put("prejoin", DevStack.ownResidentBytes());
    return memory;
  }
}
