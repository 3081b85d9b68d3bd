package dev.prejoin.cli;

import dev.prejoin.app.Application;
import dev.prejoin.app.Home;
import dev.prejoin.app.Pipeline;
import dev.prejoin.app.Pipelines;
import dev.prejoin.config.Settings;
import dev.prejoin.devstack.DevStack;
import dev.prejoin.devstack.DevStackSettings;
import dev.prejoin.devstack.Directories;
import dev.prejoin.devstack.ProcessFigures;
import dev.prejoin.devstack.Server;
import dev.prejoin.generate.power.Generator;
import dev.prejoin.generate.power.GeneratorSettings;
import dev.prejoin.proof.Oracle;
import dev.prejoin.proof.OracleReport;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Servers of a measurement's own, on free ports and empty, for the power pipeline.
 *
 * @param keys of the settings, where a run on these servers has others than the user
 * @param settings of such a run
 */
record BenchServers(
    Home home, Map<String, String> keys, Settings settings, DevStack stack, Pipelines pipelines) {
  /** Of this process alone. */
  private static final List<String> OWN_OPTIONS =
      List.of("-XX:SharedArchiveFile=", "-XX:DumpLoadedClassList=", "-Dprejoin.archive=");

  /** Starts them, and hands them over to be closed. */
  static BenchServers start(Home home, SettingsOptions options, ClosingStack closing, Steps steps)
      throws SQLException {
    Settings.Demo demo = options.read(home).demo();
    Path directory = Directories.emptied(directory(home, demo));
    DevStackSettings servers =
        DevStackSettings.onFreePorts(home.path(demo.directory()).resolve("programs"), directory);
    DevStack stack = closing.add(DevStack.start(servers, steps));
    Generator generator =
        new Generator(
            GeneratorSettings.withDefaults(stack.postgresJdbcUrl(), stack.postgresUser(), ""));
    generator.createTables();
    generator.insertDevices();
    Map<String, String> keys = servers.keys();
    keys.put("state.directory", directory.resolve("state").toString());
    keys.put("roles", "capture,topology,sink");
    Settings settings = options.read(home, keys);
    return new BenchServers(
        home,
        keys,
        settings,
        stack,
        Pipelines.read(settings, home, List.of(home.path("topology/power.sql"))));
  }

  private static Path directory(Home home, Settings.Demo demo) {
    return home.path(demo.directory()).resolve("bench");
  }

  /** What all of it keeps on disk. */
  Path directory() {
    return directory(home, settings.demo());
  }

  /** Has the pipeline run in this process; returns when it does. */
  BenchServers run(ClosingStack closing, Steps steps) throws InterruptedException {
    Application application = closing.add(new Application(settings, home, pipelines));
    application.start(steps::step);
    application.awaitRunning();
    return this;
  }

  /** Compares all that has landed with what the SQL says over the source. */
  OracleReport judge() {
    Pipeline pipeline = pipelines.named("power");
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
      memory.put(server.title(), stack.figures(server).bytes());
    }
    memory.put("prejoin", ProcessFigures.own().bytes());
    return memory;
  }

  /** What `./prejoin run` starts a JVM with, which is what it has started this one with. */
  static List<String> jvmOptions() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> OWN_OPTIONS.stream().noneMatch(option::startsWith))
        .toList();
  }
}
