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
      for (Path file : at(path, problems)) {
        files.putIfAbsent(file.toAbsolutePath().normalize(), file);
      }
    }
    if (given.isEmpty()) {
      problems.add("pipelines names no file and no directory; topology is where they usually are");
    }
    return List.copyOf(files.values());
  }

  private static List<Path> at(Path path, List<String> problems) {
    if (Files.isDirectory(path)) {
      return in(path, problems);
    }
    if (Files.notExists(path)) {
      problems.add(path + ": there is no such file; a pipeline is a file of statements");
      return List.of();
    }
    return List.of(path);
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
