package dev.prejoin.app.peer;

import dev.prejoin.runtime.ExitCode;
import dev.prejoin.runtime.ProblemException;
import dev.prejoin.sink.clickhouse.PlainTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pipeline as one builds it in ClickHouse alone, and which of its columns are compared. A mark is
 * a line that begins with {@code -- @}.
 *
 * @param statements what makes its tables and views, in this order
 * @param rows the table of joined rows, of this name in both
 * @param time its column of time
 * @param facts what a joined row has from its fact; its other columns are the dimensions'
 * @param measure the fact's column that is summed
 * @param unit of the measure
 * @param aggregate the table of states that is compared
 * @param keys expressions over {@code rows} with an alias or columns: the buckets of the aggregate,
 *     of which the first is a time
 * @param count the aggregate's column of a count's state
 * @param sum its column of a sum's state
 * @param groups columns of the aggregate by which sums are shown
 */
record PeerFile(
    List<String> statements,
    String rows,
    String time,
    List<String> facts,
    String measure,
    String unit,
    String aggregate,
    List<Key> keys,
    String count,
    String sum,
    List<String> groups) {
  private static final String MARK = "-- @";
  private static final Set<String> MARKS =
      Set.of(
          "rows",
          "time",
          "facts",
          "measure",
          "unit",
          "aggregate",
          "keys",
          "count",
          "sum",
          "groups");

  /** Comments and texts. */
  private static final Pattern UNREAD =
      Pattern.compile("--[^\n]*|(?s:/\\*.*?\\*/)|'(?:[^'\\\\]|\\\\.)*'");

  private static final String NAME = "(?:[A-Za-z_]\\w*|`[^`]+`|\"[^\"]+\")";

  /** A table with its database where a table stands, or a statement that goes to another one. */
  private static final Pattern OUTSIDE =
      Pattern.compile(
          "(?i)\\b(?:(?:TABLE|VIEW|DICTIONARY|EXISTS|TO|FROM|JOIN|INTO)\\s+%1$s\\s*\\.\\s*%1$s|(?:USE|DATABASE)\\s+%1$s)"
              .formatted(NAME));

  /**
   * A key of a bucket.
   *
   * @param expression over the joined rows
   * @param name in the aggregate
   */
  record Key(String expression, String name) {
    private static Key of(String text) {
      int as = text.lastIndexOf(" AS ");
      return as < 0
          ? new Key(PlainTables.quoted(text), text)
          : new Key(text.substring(0, as).strip(), text.substring(as + 4).strip());
    }
  }

  /**
   * Reads one; empty if there is no such file.
   *
   * @throws ProblemException if it cannot be read, a mark is missing or unknown, or a statement
   *     names a database
   */
  static Optional<PeerFile> read(Path file) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(parse(file, Files.readString(file)));
    } catch (IOException e) {
      throw new ProblemException(ExitCode.CONFIGURATION, file + ": cannot be read (" + e + ")");
    }
  }

  static PeerFile parse(Path file, String text) {
    Map<String, String> marks = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (line.startsWith(MARK)) {
        String[] words = line.substring(MARK.length()).strip().split("\\s+", 2);
        if (!MARKS.contains(words[0])) {
          problems.add(
              "%s:%d: there is no mark @%s; there are %s"
                  .formatted(
                      file, number, words[0], String.join(", ", MARKS.stream().sorted().toList())));
        } else if (words.length == 2) {
          marks.put(words[0], words[1].strip());
        }
      }
    }
    MARKS.stream()
        .sorted()
        .filter(mark -> !marks.containsKey(mark))
        .forEach(
            mark ->
                problems.add(
                    "%s: the mark %s%s is missing, or nothing stands behind it"
                        .formatted(file, MARK, mark)));
    problems.addAll(outside(file, text));
    if (!problems.isEmpty()) {
      throw new ProblemException(ExitCode.CONFIGURATION, problems);
    }
    return new PeerFile(
        PlainTables.statements(text),
        of(marks, "rows"),
        of(marks, "time"),
        list(of(marks, "facts")),
        of(marks, "measure"),
        of(marks, "unit"),
        of(marks, "aggregate"),
        list(of(marks, "keys")).stream().map(Key::of).toList(),
        of(marks, "count"),
        of(marks, "sum"),
        list(of(marks, "groups")));
  }

  /** What would run in another database than the peer's own. */
  private static List<String> outside(Path file, String text) {
    String code =
        UNREAD
            .matcher(text)
            .replaceAll(found -> Matcher.quoteReplacement(found.group().replaceAll("[^\n]", " ")));
    List<String> problems = new ArrayList<>();
    Matcher matcher = OUTSIDE.matcher(code);
    while (matcher.find()) {
      problems.add(
          "%s:%d: %s names a database; the statements run in one of the peer's own, so name tables alone"
              .formatted(
                  file,
                  1 + code.substring(0, matcher.start()).chars().filter(c -> c == '\n').count(),
                  matcher.group().replaceAll("\\s+", " ")));
    }
    return problems;
  }

  private static String of(Map<String, String> marks, String mark) {
    return marks.getOrDefault(mark, "");
  }

  /** Parts between commas that stand in no parentheses. */
  private static List<String> list(String text) {
    return Arrays.stream(text.split(",(?![^(]*\\))", -1)).map(String::strip).toList();
  }
}
