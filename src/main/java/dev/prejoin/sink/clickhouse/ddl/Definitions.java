package dev.prejoin.sink.clickhouse.ddl;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.clickhouse.ddl.AggregateFile.Aggregate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The statements of the aggregates that the numbered files of a folder make. */
public final class Definitions {
  private static final String STATES = "_data";

  /** Columns of prejoin's own among those of the materialized view. */
  private static final Set<String> HIDDEN = Set.of("_shard", "_seg", "_base", "_day");

  /** The materialized view that fills each aggregate, by its name. */
  private final Map<String, AggregateStatement> filled = new LinkedHashMap<>();

  private Definitions() {}

  /**
   * Reads the folder's {@code .sql} files; a folder that is not there has none.
   *
   * @throws ProblemException if a file cannot be read
   */
  public static Definitions in(Path folder) {
    Definitions definitions = new Definitions();
    if (!Files.isDirectory(folder)) {
      return definitions;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".sql")).sorted().toList()) {
        definitions.read(file, Files.readString(file));
      }
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.CONFIGURATION, folder + ": cannot be read as UTF-8 text (" + e + ")");
    }
    return definitions;
  }

  private void read(Path file, String sql) {
    List<SqlWord> statement = new ArrayList<>();
    for (SqlWord word : SqlWord.of(sql + "\n;")) {
      if (word.is(";") && word.depth() == 0) {
        read(file, sql, statement);
        statement.clear();
      } else if (!word.isComment()) {
        statement.add(word);
      }
    }
  }

  private void read(Path file, String sql, List<SqlWord> words) {
    if (words.stream().limit(2).noneMatch(word -> word.is("MATERIALIZED"))) {
      return;
    }
    String text = sql.substring(words.get(0).start(), words.get(words.size() - 1).end());
    try {
      if (AggregateFile.parse(file, text).statements().get(0) instanceof Aggregate view
          && view.name().endsWith(STATES)) {
        String name = view.name().substring(0, view.name().length() - STATES.length());
        filled.put(name, view.statement());
      }
    } catch (ProblemException e) {
      // Somebody wrote it by hand, in a form that is theirs: nothing can be said of it.
      return;
    }
  }

  /** The generation of an aggregate that was made last; empty if none is made. */
  public Optional<Generation> last(String aggregate) {
    return Generation.last(filled.keySet()).stream()
        .filter(generation -> generation.aggregate().equals(aggregate))
        .findFirst();
  }

  /** Whether the last that was made of a statement is not what the statement says. */
  public boolean isChanged(AggregateStatement statement) {
    return last(statement.target())
        .flatMap(generation -> Optional.ofNullable(filled.get(generation.name())))
        .filter(made -> !isSame(statement, made))
        .isPresent();
  }

  private static boolean isSame(AggregateStatement wanted, AggregateStatement made) {
    String condition =
        wanted.where().isEmpty()
            ? words("_correction = 0")
            : words("_correction = 0 AND (" + wanted.where() + ")");
    return items(wanted).equals(items(made))
        && words(wanted.from()).equals(words(made.from()))
        && words(made.where()).equals(condition);
  }

  private static Map<String, String> items(AggregateStatement statement) {
    Map<String, String> items = new TreeMap<>();
    statement.items().stream()
        .filter(item -> !HIDDEN.contains(item.name()))
        .forEach(item -> items.put(item.name(), words(item.sql())));
    return items;
  }

  /** However it is written. */
  private static String words(String sql) {
    return SqlWord.of(sql).stream()
        .filter(word -> !word.isComment())
        .map(SqlWord::text)
        .collect(Collectors.joining(" "));
  }
}
