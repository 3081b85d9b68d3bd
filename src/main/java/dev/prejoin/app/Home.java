package dev.prejoin.app;

import java.nio.file.Path;

/**
 * The directory to which relative paths in the settings belong: where prejoin is, not the shell.
 */
public record Home(Path directory) {
  /** As the launcher says, else the working directory. */
  public static Home find() {
    return new Home(Path.of(System.getProperty("prejoin.home", "")));
  }

  /** A path of the settings. */
  public Path path(String relative) {
    return directory.resolve(relative);
  }
}
