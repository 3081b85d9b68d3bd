package dev.prejoin.cli;

import dev.prejoin.app.Home;
import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which every command finds its settings. */
final class SettingsOptions {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The settings; config/application.properties unless given.")
  private @Nullable Path config;

  @Option(
      names = {"-s", "--set"},
      paramLabel = "KEY=VALUE",
      description = "Sets one key for this run, over file and environment. Repeatable.")
  private Map<String, String> set = new LinkedHashMap<>();

  /** The keys that are set for this run. */
  Map<String, String> given() {
    return Map.copyOf(set);
  }

  /** The settings as given. */
  Settings read(Home home) {
    return read(home, Map.of());
  }

  /** The settings as given, but for some that the command sets itself. */
  Settings read(Home home, Map<String, String> overrides) {
    Map<String, String> all = new HashMap<>(set);
    all.putAll(overrides);
    Path file = config == null ? home.path("config/application.properties") : config;
    return SettingsReader.read(file, System.getenv(), all);
  }
}
