package dev.prejoin.cli;

import dev.prejoin.config.Settings;
import dev.prejoin.devstack.DevStackSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Where the demo's servers are, as settings of a run and of the servers themselves. */
final class DemoServers {
  private static final String LOOPBACK = "127.0.0.1";

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
    Map<String, String> keys = new HashMap<>();
    keys.put("postgres.host", LOOPBACK);
    keys.put("postgres.port", Integer.toString(demo.postgresPort()));
    keys.put("postgres.database", "prejoin");
    keys.put("postgres.user", "postgres");
    keys.put("postgres.password", "");
    keys.put("kafka.bootstrap.servers", LOOPBACK + ":" + demo.kafkaPort());
    keys.put("registry.url", "http://" + LOOPBACK + ":" + demo.registryPort() + "/apis/ccompat/v7");
    keys.put("registry.user", "");
    keys.put("clickhouse.url", "http://" + LOOPBACK + ":" + demo.clickHousePort());
    keys.put("clickhouse.user", "default");
    keys.put("clickhouse.password", "");
    keys.put("clickhouse.database", "default");
    keys.put("state.directory", demo.directory() + "/data/state");
    keys.put("roles", "capture,topology,sink,console");
    // Where a run is looked at only, it matters not; a demo that is to be measured has none.
    keys.put("peer.enabled", Boolean.toString(demo.peer()));
    return keys;
  }
}
