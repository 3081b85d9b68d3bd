package dev.prejoin.proof.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The pipeline's files of a run: a copy, as operators change them. */
record HomeCopy(Path directory) {
  private static final List<String> FOLDERS =
      List.of("config", "topology", "schemas", "clickhouse");

  /** Copies what is not there yet. */
  static HomeCopy of(Path home, Path directory) {
    try {
      for (String folder : FOLDERS) {
        if (!Files.exists(directory.resolve(folder))) {
          copy(home, home.resolve(folder), directory);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new HomeCopy(directory);
  }

  private static void copy(Path home, Path folder, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = to.resolve(home.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
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
