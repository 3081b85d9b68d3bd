package dev.prejoin.proof.chaos;

import dev.prejoin.devstack.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The pipeline's files of a run: a copy, as operators change them. */
record HomeCopy(Path directory) {
  private static final List<String> FOLDERS =
      List.of("config", "topology/power.sql", "schemas", "clickhouse");

  /** Copies what is not there yet. */
  static HomeCopy of(Path home, Path directory) {
    try {
      List<String> missing =
          FOLDERS.stream().filter(folder -> !Files.exists(directory.resolve(folder))).toList();
      Directories.copy(home, missing, directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new HomeCopy(directory);
  }

  /** The one pipeline of a run. */
  Path pipeline() {
    return directory.resolve("topology/power.sql");
  }

  /** The user's statements of aggregates. */
  Path aggregates() {
    return directory.resolve("clickhouse/ddl/power.sql");
  }

  /** What the aggregates must say. */
  Path oracle() {
    return directory.resolve("clickhouse/oracle/power.sql");
  }
}
