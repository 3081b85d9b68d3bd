package dev.prejoin.spec;

import dev.prejoin.spec.Part.Directive;
import dev.prejoin.spec.Part.Fence;
import dev.prejoin.spec.Part.Heading;
import dev.prejoin.spec.Part.Table;
import dev.prejoin.sql.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the parts of a spec in its Markdown, in their order. */
final class MarkdownReader {
  private static final Pattern FENCE = Pattern.compile("(`{3,})([^`]*)");
  private static final Pattern HEADING = Pattern.compile("(#{1,6})\\s+(.*)");
  // Bold prose begins with a capital, as a sentence does.
  private static final Pattern DIRECTIVE = Pattern.compile("\\*\\*([a-z][a-z ]*)\\*\\*(.*)");
  private static final Pattern DELIMITER = Pattern.compile(":?-+:?");

  private final String[] lines;
  private final Problems problems;
  private final List<Part> parts = new ArrayList<>();
  private int next;

  private MarkdownReader(String text, Problems problems) {
    this.lines = text.split("\r?\n", -1);
    this.problems = problems;
  }

  static List<Part> read(String text, Problems problems) {
    MarkdownReader reader = new MarkdownReader(text, problems);
    while (reader.next < reader.lines.length) {
      reader.part();
    }
    return reader.parts;
  }

  private void part() {
    String line = lines[next];
    Matcher fence = FENCE.matcher(line);
    Matcher heading = HEADING.matcher(line);
    Matcher directive = DIRECTIVE.matcher(line);
    if (fence.matches()) {
      fence(fence);
    } else if (line.startsWith("|")) {
      table();
    } else {
      if (heading.matches()) {
        parts.add(new Heading(heading.end(1) - heading.start(1), cell(heading, 2)));
      } else if (directive.matches()) {
        parts.add(new Directive(cell(directive, 1), cell(directive, 2)));
      }
      next++;
    }
  }

  private Cell cell(Matcher matcher, int group) {
    return cell(matcher.start(group), matcher.end(group));
  }

  /** The text between two offsets of the current line. */
  private Cell cell(int start, int end) {
    String text = lines[next].substring(start, end);
    int blanks = text.length() - text.stripLeading().length();
    return new Cell(text.strip(), next + 1, start + blanks + 1);
  }

  private void fence(Matcher open) {
    Cell language = cell(open, 2);
    int ticks = open.end(1);
    int first = ++next;
    StringBuilder text = new StringBuilder();
    for (; next < lines.length; next++) {
      String line = lines[next];
      if (line.startsWith("`".repeat(ticks)) && line.replace("`", "").isBlank()) {
        parts.add(new Fence(language, text.toString(), first + 1));
        next++;
        return;
      }
      text.append(line).append('\n');
    }
    problems.add(first, 1, "this block has no end: close it with a line of " + "`".repeat(ticks));
  }

  private void table() {
    List<Cell> header = cells();
    next++;
    if (next == lines.length
        || !lines[next].startsWith("|")
        || !cells().stream().allMatch(c -> DELIMITER.matcher(c.text()).matches())) {
      problems.add(
          next,
          1,
          "a table's second line is dashes, such as " + "|---".repeat(header.size()) + "|");
      next--;
    }
    next++;
    List<List<Cell>> rows = new ArrayList<>();
    for (; next < lines.length && lines[next].startsWith("|"); next++) {
      List<Cell> row = cells();
      if (row.size() == header.size()) {
        rows.add(row);
      } else {
        problems.add(
            next + 1,
            1,
            "the row has %d cells and the table's header %d; a | inside a cell is written \\|"
                .formatted(row.size(), header.size()));
      }
    }
    parts.add(new Table(header, rows));
  }

  private List<Cell> cells() {
    String line = lines[next].stripTrailing();
    List<Cell> cells = new ArrayList<>();
    int start = 1;
    for (int i = 1; i < line.length(); i++) {
      if (line.charAt(i) == '|' && line.charAt(i - 1) != '\\') {
        cells.add(unescaped(cell(start, i)));
        start = i + 1;
      }
    }
    if (start < line.length()) {
      cells.add(unescaped(cell(start, line.length())));
    }
    return cells;
  }

  private static Cell unescaped(Cell cell) {
    return new Cell(cell.text().replace("\\|", "|"), cell.line(), cell.column());
  }
}
