package dev.prejoin.cli;

import dev.prejoin.config.Settings;
import dev.prejoin.devstack.DevStackSettings;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where the demo's servers are, as settings of a run and of the servers themselves. */
final class DemoServers {
  private static final String PIPELINE = "pipeline";

  private DemoServers() {}

  /** The pipeline that the demo ran last, so that commands which ask it need not be told. */
  static DemoPipeline last(Path directory) {
    try {
      return DemoPipeline.named(Files.readString(directory.resolve(PIPELINE)).strip())
          .orElse(DemoPipeline.POWER);
    } catch (IOException e) {
      return DemoPipeline.POWER;
    }
  }

  static void remember(Path directory, DemoPipeline pipeline) {
    try {
      Files.writeString(
          Files.createDirectories(directory).resolve(PIPELINE), pipeline.pipeline() + "\n");
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.ENVIRONMENT, directory + ": cannot be written (" + e + ")");
    }
  }

  static DevStackSettings stack(Settings.Demo demo, Path directory) {
    return new DevStackSettings(
        directory.resolve("programs"),
        directory,
        demo.postgresPort(),
        demo.kafkaPort(),
        demo.kafkaControllerPort(),
        demo.registryPort(),
        demo.clickHousePort());
  }

  /**
   * What a run must be told to use them, whatever servers and pipelines the settings name
   * otherwise.
   */
  static Map<String, String> overrides(Settings.Demo demo, DemoPipeline pipeline) {
    Map<String, String> keys = stack(demo, Path.of(demo.directory())).keys();
    keys.put("pipelines", pipeline.file());
    keys.put("clickhouse.database", pipeline.database());
    keys.put("state.directory", demo.directory() + "/data/state");
    keys.put("roles", "capture,topology,sink,console");
    // Where a run is looked at only, it matters not; a demo that is to be measured has none.
    keys.put("peer.enabled", Boolean.toString(demo.peer()));
    return keys;
  }
}
