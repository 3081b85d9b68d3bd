package dev.prejoin.app;

import dev.prejoin.config.Settings;
import dev.prejoin.config.SettingsReader;
import dev.prejoin.devstack.Directories;
import dev.prejoin.devstack.FreshDevStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Files of the project elsewhere, where a test may change them. */
final class ProjectCopy {
  private ProjectCopy() {}

  /** Copies folders, each to its place. */
  static void of(Path home, String... directories) throws IOException {
    Directories.copy(Path.of(""), List.of(directories), home);
  }

  /** What a run there is told to use some servers, with a file of no settings. */
  static Settings settings(Path home, FreshDevStack servers, Map<String, String> more)
      throws IOException {
    Files.writeString(home.resolve("application.properties"), "");
    return SettingsReader.read(
        home.resolve("application.properties"), Map.of(), servers.settings(more));
  }
}
