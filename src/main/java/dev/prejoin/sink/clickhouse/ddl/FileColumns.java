package dev.prejoin.sink.clickhouse.ddl;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which columns the files of a folder give their tables: by CREATE TABLE, and by ADD COLUMN. */
public final class FileColumns {
  private final Map<String, Map<String, Path>> columns = new HashMap<>();

  private FileColumns() {}

  /**
   * Reads the folder's {@code .sql} files; a folder that is not there has none.
   *
   * @throws ProblemException if a file cannot be read
   */
  public static FileColumns in(Path folder) {
    FileColumns found = new FileColumns();
    if (!Files.isDirectory(folder)) {
      return found;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".sql")).sorted().toList()) {
        found.read(file, Files.readString(file));
      }
      return found;
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.CONFIGURATION, folder + ": cannot be read as UTF-8 text (" + e + ")");
    }
  }

  /** The file that gives a table a column; empty if none does. */
  public Optional<Path> file(String table, String column) {
    return Optional.ofNullable(columns.getOrDefault(table, Map.of()).get(column));
  }

  /** Whether it is known which columns a table has: not if it is made of another one, say. */
  public boolean knows(String table) {
    return columns.containsKey(table);
  }

  private void read(Path file, String sql) {
    List<SqlWord> words = SqlWord.of(sql).stream().filter(word -> !word.isComment()).toList();
    for (int i = 0; i + 1 < words.size(); i++) {
      if (words.get(i).is("CREATE") && words.get(i + 1).is("TABLE")) {
        create(file, words, name(words, i + 2));
      } else if (words.get(i).is("ALTER") && words.get(i + 1).is("TABLE")) {
        alter(file, words, name(words, i + 2));
      }
    }
  }

  /** Where the last part of a name stands, behind IF NOT EXISTS and a database. */
  private static int name(List<SqlWord> words, int start) {
    int at = start;
    while (at < words.size() && Stream.of("IF", "NOT", "EXISTS").anyMatch(words.get(at)::is)) {
      at++;
    }
    while (at + 2 < words.size() && words.get(at + 1).is(".")) {
      at += 2;
    }
    return at;
  }

  private void create(Path file, List<SqlWord> words, int name) {
    if (name + 1 >= words.size() || !words.get(name + 1).is("(")) {
      return;
    }
    Map<String, Path> own =
        columns.computeIfAbsent(words.get(name).name(), table -> new LinkedHashMap<>());
    int depth = words.get(name + 1).depth();
    for (int i = name + 2; i < words.size() && words.get(i).depth() > depth; i++) {
      SqlWord before = words.get(i - 1);
      boolean begins = before.depth() == depth || (before.is(",") && before.depth() == depth + 1);
      if (begins
          && words.get(i).isName()
          && Stream.of("PROJECTION", "INDEX", "CONSTRAINT").noneMatch(words.get(i)::is)) {
        own.putIfAbsent(words.get(i).name(), file);
      }
    }
  }

  private void alter(Path file, List<SqlWord> words, int name) {
    for (int i = name + 1; i + 2 < words.size() && !words.get(i).is(";"); i++) {
      if (words.get(i).is("ADD") && words.get(i + 1).is("COLUMN")) {
        columns
            .computeIfAbsent(words.get(name).name(), table -> new LinkedHashMap<>())
            .putIfAbsent(words.get(name(words, i + 2)).name(), file);
      }
    }
  }
}
