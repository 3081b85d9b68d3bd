package dev.prejoin.spec;

import dev.prejoin.plan.Relations;
import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sql.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Finds and reads spec files. */
public final class Specs {
  private static final String SUFFIX = ".md";
  private static final String PROSE = "README.md";

  private Specs() {}

  /**
   * The spec files of some paths: a file is one, and a directory has those that end in .md at any
   * depth, but for README.md.
   *
   * @throws ProblemException with every path that is neither, and every directory that has none
   */
  public static List<Path> find(List<Path> paths) {
    List<Path> found = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path path : paths) {
      try {
        List<Path> files = Files.isDirectory(path) ? within(path) : List.of(path);
        found.addAll(files);
        if (files.isEmpty()) {
          problems.add(
              path + ": the directory has no spec, which is a file that ends in " + SUFFIX);
        }
      } catch (IOException e) {
        problems.add(path + ": cannot be listed (" + e + ")");
      }
    }
    throwIfAny(problems);
    return found.stream().distinct().toList();
  }

  private static List<Path> within(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> file.toString().endsWith(SUFFIX) && !file.endsWith(PROSE))
          .sorted()
          .toList();
    }
  }

  /**
   * Reads spec files and compiles their pipelines; nothing runs yet. Statements that do not compile
   * are no problem of the file: their scenarios fail.
   *
   * @param schemas asked for the columns of sources and targets that a spec does not list itself
   * @throws ProblemException with all that cannot be read in all files, each with its place
   */
  public static List<Spec> read(List<Path> files, Supplier<Relations> schemas) {
    List<Spec> specs = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Path file : files) {
      try {
        specs.add(read(file, Files.readString(file), schemas));
      } catch (IOException e) {
        problems.add(file + ": the spec cannot be read as UTF-8 text (" + e + ")");
      } catch (ProblemException e) {
        problems.addAll(e.problems());
      }
    }
    throwIfAny(problems);
    return specs;
  }

  /** The same for a text that stands for the file. */
  static Spec read(Path file, String text, Supplier<Relations> schemas) {
    Problems problems = new Problems(file, text);
    SpecText read = SpecReader.read(file, text, problems);
    ScenarioBinder binder = new ScenarioBinder(file, schemas, problems);
    List<Scenario> scenarios = read.scenarios().stream().map(binder::bind).toList();
    problems.throwIfAny();
    return new Spec(file, read.title(), scenarios);
  }

  private static void throwIfAny(List<String> problems) {
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.CONFIGURATION, problems.stream().distinct().toList());
    }
  }
}
