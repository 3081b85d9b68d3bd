package dev.prejoin.cli;

import dev.prejoin.config.Settings;
import dev.prejoin.devstack.DevStackSettings;
import java.nio.file.Path;
import java.util.Map;

/** Where the demo's servers are, as settings of a run and of the servers themselves. */
final class DemoServers {
  private DemoServers() {}

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

  /** What a run must be told to use them, whatever servers the settings name otherwise. */
  static Map<String, String> overrides(Settings.Demo demo) {
    Map<String, String> keys = stack(demo, Path.of(demo.directory())).keys();
    keys.put("state.directory", demo.directory() + "/data/state");
    keys.put("roles", "capture,topology,sink,console");
    // Where a run is looked at only, it matters not; a demo that is to be measured has none.
    keys.put("peer.enabled", Boolean.toString(demo.peer()));
    return keys;
  }
}
