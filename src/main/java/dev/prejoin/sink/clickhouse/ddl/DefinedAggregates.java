package dev.prejoin.sink.clickhouse.ddl;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.clickhouse.DdlOutline.WantedAggregate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The aggregates that the numbered files of a folder make and do not drop again. */
public final class DefinedAggregates {
  private static final String STATES = "_data";

  private final Map<String, WantedAggregate> byView = new LinkedHashMap<>();

  private DefinedAggregates() {}

  /**
   * Reads the folder's {@code .sql} files in their order; a folder that is not there has none.
   *
   * @throws ProblemException if a file cannot be read
   */
  public static List<WantedAggregate> in(Path folder) {
    DefinedAggregates aggregates = new DefinedAggregates();
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".sql")).sorted().toList()) {
        aggregates.read(Files.readString(file));
      }
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.CONFIGURATION, folder + ": cannot be read as UTF-8 text (" + e + ")");
    }
    return aggregates.byView.values().stream().distinct().toList();
  }

  private void read(String sql) {
    List<SqlWord> statement = new ArrayList<>();
    for (SqlWord word : SqlWord.of(sql)) {
      if (word.is(";") && word.depth() == 0) {
        add(statement);
        statement.clear();
      } else if (!word.isComment()) {
        statement.add(word);
      }
    }
    add(statement);
  }

  private void add(List<SqlWord> words) {
    if (words.isEmpty()) {
      return;
    }
    if (words.get(0).is("DROP")) {
      nameAfter(words, lastOf(words, "TABLE", "VIEW", "EXISTS")).ifPresent(this::drop);
    } else if (words.get(0).is("CREATE") && words.stream().anyMatch(w -> w.is("MATERIALIZED"))) {
      Optional<String> view = nameAfter(words, lastOf(words, "VIEW", "EXISTS"));
      Optional<String> target = nameAfter(words, first(words, "TO"));
      Optional<String> table = nameAfter(words, first(words, "FROM"));
      if (view.isPresent()
          && table.isPresent()
          && target.filter(t -> t.endsWith(STATES)).isPresent()) {
        String data = target.get();
        String name = data.substring(0, data.length() - STATES.length());
        byView.put(view.get(), new WantedAggregate(name, table.get()));
      }
    }
  }

  private void drop(String dropped) {
    byView.remove(dropped);
    byView.values().removeIf(aggregate -> (aggregate.name() + STATES).equals(dropped));
  }

  /**
   * Where the head of a statement ends: behind the last of these words, which stand at its start.
   */
  private static int lastOf(List<SqlWord> words, String... heads) {
    int last = -1;
    for (int i = 0; i < Math.min(words.size(), 6); i++) {
      for (String head : heads) {
        if (words.get(i).is(head)) {
          last = i;
        }
      }
    }
    return last;
  }

  private static int first(List<SqlWord> words, String wanted) {
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).is(wanted)) {
        return i;
      }
    }
    return -1;
  }

  /** The last part of the name behind a word; empty if there is no such word. */
  private static Optional<String> nameAfter(List<SqlWord> words, int word) {
    int at = word + 1;
    while (at + 2 < words.size() && words.get(at + 1).is(".")) {
      at += 2;
    }
    return word >= 0 && at < words.size() && words.get(at).isName()
        ? Optional.of(words.get(at).name())
        : Optional.empty();
  }
}
