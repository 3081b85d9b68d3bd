package dev.prejoin.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Finds the pipeline files that a user names, or that are in a directory that he names. */
final class PipelineFiles {
  private static final String SUFFIX = ".sql";

  private PipelineFiles() {}

  /** Each file once, in the order given, those of a directory by their names. */
  static List<Path> find(List<Path> given, List<String> problems) {
    Map<Path, Path> files = new LinkedHashMap<>();
    for (Path path : given) {
      for (Path file : Files.isDirectory(path) ? in(path, problems) : List.of(path)) {
        files.putIfAbsent(file.toAbsolutePath().normalize(), file);
      }
    }
    if (given.isEmpty()) {
      problems.add("pipelines names no file and no directory; topology is where they usually are");
    }
    return List.copyOf(files.values());
  }

  private static List<Path> in(Path directory, List<String> problems) {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> found = files.filter(file -> file.toString().endsWith(SUFFIX)).sorted().toList();
      if (found.isEmpty()) {
        problems.add(
            directory
                + ": there is no pipeline in it: a file of statements that ends in "
                + SUFFIX);
      }
      return found;
    } catch (IOException e) {
      problems.add(directory + ": cannot be read (" + e + ")");
      return List.of();
    }
  }
}
