package dev.prejoin.spec;

import dev.prejoin.spec.SpecText.Entry;
import dev.prejoin.sql.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares what is wrong with statements with what a spec says is wrong. */
final class ErrorCheck {
  private static final List<Field> FIELDS =
      List.of(Field.text("line"), Field.text("column"), Field.text("problem"));
  private static final Pattern PLACED =
      Pattern.compile(".*?:(\\d+):(\\d+): ([^\\r\\n]*).*", Pattern.DOTALL);

  private final Path file;
  private final int line;
  private final List<String> columns;
  private final List<List<String>> expected;

  /** Reads the table; a column that it may not have is a problem of the spec. */
  ErrorCheck(Path file, Entry entry, Problems problems) {
    this.file = file;
    this.line = entry.at().line();
    this.columns =
        new TableBinder(problems).columns(entry.table(), FIELDS).stream().map(Field::name).toList();
    this.expected =
        entry.table().rows().stream().map(row -> row.stream().map(Cell::text).toList()).toList();
  }

  /** What differs, or nothing. */
  List<String> failures(List<String> problems) {
    List<List<String>> came =
        problems.stream().map(ErrorCheck::texts).map(this::inColumns).toList();
    RowDiff diff = new RowDiff(columns, expected, came);
    if (diff.isEmpty()) {
      return List.of();
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s:%d: errors: %d expected, %d came".formatted(file, line, expected.size(), came.size()));
    diff.lines().forEach(l -> lines.add("    " + l));
    return List.of(String.join(System.lineSeparator(), lines));
  }

  private List<String> inColumns(Map<String, String> texts) {
    return columns.stream().map(c -> texts.getOrDefault(c, "")).toList();
  }

  private static Map<String, String> texts(String problem) {
    Matcher placed = PLACED.matcher(problem);
    return placed.matches()
        ? Map.of(
            "line", String.valueOf(placed.group(1)),
            "column", String.valueOf(placed.group(2)),
            "problem", String.valueOf(placed.group(3)))
        : Map.of("problem", problem);
  }
}
