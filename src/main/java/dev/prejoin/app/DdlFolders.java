package dev.prejoin.app;

import dev.prejoin.config.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the numbered DDL is: a folder per pipeline, and one of the tables that prejoin keeps for
 * itself.
 */
record DdlFolders(Path directory, Home home) {
  private static final String OWN = "prejoin";

  static DdlFolders of(Settings settings, Home home) {
    return new DdlFolders(home.path(settings.ddlDirectory()), home);
  }

  /**
   * Those that prejoin comes with, unless the directory has its own, for a cluster for instance.
   */
  Path own() {
    Path own = directory.resolve(OWN);
    return Files.isDirectory(own) ? own : home.path("clickhouse/ddl").resolve(OWN);
  }

  Path of(String pipeline) {
    return directory.resolve(pipeline);
  }

  /** In the order in which they are applied. */
  List<Path> all(Collection<String> pipelines) {
    return Stream.concat(Stream.of(own()), pipelines.stream().map(this::of)).toList();
  }

  /** A pipeline's aggregates, as the user has them. */
  Path aggregates(String pipeline) {
    return directory.resolve(pipeline + ".sql");
  }
}
