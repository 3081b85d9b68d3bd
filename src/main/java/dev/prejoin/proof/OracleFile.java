package dev.prejoin.proof;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The aggregates to compare, from a file like {@code clickhouse/oracle/power.sql}, which describes
 * the format.
 *
 * @param sources where those have all of their rows, as {@code schema.table}, from whose own tables
 *     some were removed that count on; by name
 */
record OracleFile(Map<String, String> sources, List<Aggregate> aggregates) {
  /**
   * One aggregate.
   *
   * @param name what the report calls it
   * @param keys the columns that name a bucket
   * @param approximate the other columns that may differ by rounding
   * @param expected plain SQL over the joined rows
   * @param actual what a dashboard asks of the landed aggregate
   */
  record Aggregate(
      String name, List<String> keys, List<String> approximate, String expected, String actual) {}

  private static final String MARK = "-- @";

  static OracleFile read(Path file) {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (IOException e) {
      throw new ProblemException(
          ExitCode.CONFIGURATION, file + ": cannot be read (" + e.getMessage() + ")");
    }
    Draft draft = new Draft(file);
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(MARK)) {
        draft.mark(line.substring(MARK.length()).strip(), i + 1);
      } else {
        draft.text(line);
      }
    }
    List<Aggregate> aggregates = draft.finish();
    return new OracleFile(Map.copyOf(draft.sources), aggregates);
  }

  /** What has been read of the file so far. */
  private static final class Draft {
    private final Path file;
    private final Map<String, String> sources = new HashMap<>();
    private final List<Aggregate> aggregates = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private String name = "";
    private int line;
    private List<String> keys = List.of();
    private List<String> approximate = List.of();
    private StringBuilder expected = new StringBuilder();
    private StringBuilder actual = new StringBuilder();
    private StringBuilder current = new StringBuilder();

    Draft(Path file) {
      this.file = file;
    }

    void mark(String mark, int number) {
      String[] parts = mark.split("\\s+", 2);
      String rest = parts.length > 1 ? parts[1] : "";
      switch (parts[0].toLowerCase(Locale.ROOT)) {
        case "aggregate" -> {
          end();
          name = rest;
          line = number;
        }
        case "source" -> source(rest, number);
        case "keys" -> keys = names(rest);
        case "approximate" -> approximate = names(rest);
        case "expected" -> current = expected;
        case "actual" -> current = actual;
        default ->
            problems.add(
                file
                    + ":"
                    + number
                    + ": unknown mark '"
                    + parts[0]
                    + "': known are source, aggregate, keys, approximate, expected, actual");
      }
    }

    private void source(String rest, int number) {
      String[] words = rest.split("\\s+", -1);
      if (words.length == 2) {
        sources.put(words[0], words[1]);
      } else {
        problems.add(
            "%s:%d: a source has a name and a table: '%ssource NAME schema.table'"
                .formatted(file, number, MARK));
      }
    }

    void text(String text) {
      current.append(text).append('\n');
    }

    List<Aggregate> finish() {
      end();
      if (aggregates.isEmpty() && problems.isEmpty()) {
        problems.add(file + ": no aggregate: begin one with '" + MARK + "aggregate NAME'");
      }
      if (!problems.isEmpty()) {
        throw new ProblemException(ExitCode.CONFIGURATION, problems);
      }
      return aggregates;
    }

    private void end() {
      if (!name.isEmpty()) {
        String wanted = query(expected);
        String landed = query(actual);
        if (keys.isEmpty() || wanted.isEmpty() || landed.isEmpty()) {
          problems.add(
              file
                  + ":"
                  + line
                  + ": aggregate "
                  + name
                  + " needs keys and a query each under expected and actual");
        }
        aggregates.add(new Aggregate(name, keys, approximate, wanted, landed));
      }
      keys = List.of();
      approximate = List.of();
      expected = new StringBuilder();
      actual = new StringBuilder();
      current = new StringBuilder();
    }

    private static String query(StringBuilder text) {
      List<String> statements = Sql.statements(text.toString());
      return statements.isEmpty() ? "" : statements.get(0);
    }

    private static List<String> names(String text) {
      return Arrays.stream(text.split(",")).map(String::strip).filter(n -> !n.isEmpty()).toList();
    }
  }
}
