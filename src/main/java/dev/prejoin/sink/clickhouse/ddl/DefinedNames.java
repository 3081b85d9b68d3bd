package dev.prejoin.sink.clickhouse.ddl;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the files of a folder make already.
 *
 * @param files the file of each table and view, by its name
 * @param lastNumber the largest number that a file begins with; 0 if there is none
 */
public record DefinedNames(Map<String, String> files, int lastNumber) {
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,9})_.*");

  public DefinedNames {
    files = Map.copyOf(files);
  }

  /**
   * Reads the folder's {@code .sql} files; a folder that is not there has none.
   *
   * @throws ProblemException if a file cannot be read
   */
  public static DefinedNames in(Path folder) {
    Map<String, String> names = new LinkedHashMap<>();
    int last = 0;
    try {
      for (Path file : files(folder)) {
        String fileName = String.valueOf(file.getFileName());
        Matcher number = NUMBER.matcher(fileName);
        last = number.matches() ? Math.max(last, Integer.parseInt(number.group(1))) : last;
        created(Files.readString(file)).forEach(name -> names.putIfAbsent(name, fileName));
      }
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.CONFIGURATION, folder + ": cannot be read as UTF-8 text (" + e + ")");
    }
    return new DefinedNames(names, last);
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
    }
  }

  /** The last part of each name that follows CREATE TABLE or VIEW. */
  private static List<String> created(String sql) {
    List<SqlWord> words = SqlWord.of(sql).stream().filter(word -> !word.isComment()).toList();
    return Stream.iterate(0, i -> i < words.size(), i -> i + 1)
        .filter(i -> words.get(i).is("CREATE"))
        .map(i -> nameAfter(words, i + 1))
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> nameAfter(List<SqlWord> words, int start) {
    int at = start;
    while (at < words.size() && isHead(words.get(at))) {
      at++;
    }
    while (at + 2 < words.size() && words.get(at + 1).is(".")) {
      at += 2;
    }
    return at < words.size() && words.get(at).isName()
        ? Optional.of(words.get(at).name())
        : Optional.empty();
  }

  private static boolean isHead(SqlWord word) {
    return Stream.of("OR", "REPLACE", "MATERIALIZED", "VIEW", "TABLE", "IF", "NOT", "EXISTS")
        .anyMatch(word::is);
  }

  /** Whether one of these is made. */
  public boolean hasAny(Collection<String> names) {
    return names.stream().anyMatch(files::containsKey);
  }

  /** The file that makes a table or view. */
  public Optional<String> file(String name) {
    return Optional.ofNullable(files.get(Objects.requireNonNull(name)));
  }
}
