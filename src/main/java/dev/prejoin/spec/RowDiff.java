package dev.prejoin.spec;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Expected rows beside those that came. Rows are paired so that as few cells as possible differ,
 * and never with one of another key.
 */
final class RowDiff {
  private static final String ANY_END = "…";

  /** One line of the difference: a row on one side or on both. */
  private record Pair(List<String> expected, List<String> came) {}

  private final List<String> header;
  private final List<List<String>> expected;
  private final List<List<String>> came;

  /**
   * @param header the shown names of the columns
   * @param expected a text per column; one that ends in … stands for all that begin so
   * @param came a text per column
   */
  RowDiff(List<String> header, List<List<String>> expected, List<List<String>> came) {
    this.header = List.copyOf(header);
    this.expected = List.copyOf(expected);
    this.came = List.copyOf(came);
  }

  boolean isEmpty() {
    return expected.size() == came.size()
        && IntStream.range(0, came.size())
            .allMatch(i -> differing(expected.get(i), came.get(i)).isEmpty());
  }

  /** Lines for people, without an indent. */
  List<String> lines() {
    List<Pair> pairs = pairs();
    int[] widths = widths();
    List<String> lines = new ArrayList<>();
    lines.add("  " + line(header, widths));
    for (Pair pair : pairs) {
      if (pair.came.isEmpty()) {
        lines.add("- " + line(pair.expected, widths) + "   did not come");
      } else if (pair.expected.isEmpty()) {
        lines.add("+ " + line(pair.came, widths) + "   is not expected");
      } else {
        List<Integer> differing = differing(pair.expected, pair.came);
        if (differing.isEmpty()) {
          lines.add("= " + line(pair.came, widths));
        } else {
          lines.add("- " + line(pair.expected, widths) + "   expected");
          lines.add("+ " + line(pair.came, widths) + "   came");
          lines.add("  " + carets(pair, differing, widths));
        }
      }
    }
    return lines.stream().map(String::stripTrailing).toList();
  }

  private List<Integer> differing(List<String> wanted, List<String> got) {
    return IntStream.range(0, header.size())
        .filter(i -> !matches(wanted.get(i), got.get(i)))
        .boxed()
        .toList();
  }

  private static boolean matches(String wanted, String got) {
    return wanted.equals(got)
        || (wanted.endsWith(ANY_END)
            && got.startsWith(wanted.substring(0, wanted.length() - ANY_END.length())));
  }

  /** The cheapest way from one list to the other: the distance of Levenshtein, by cells. */
  private List<Pair> pairs() {
    int[][] costs = new int[expected.size() + 1][came.size() + 1];
    for (int i = 0; i <= expected.size(); i++) {
      for (int j = 0; j <= came.size(); j++) {
        costs[i][j] = i == 0 ? j * alone() : j == 0 ? i * alone() : cheapest(costs, i, j);
      }
    }
    List<Pair> pairs = new ArrayList<>();
    int i = expected.size();
    int j = came.size();
    while (i > 0 || j > 0) {
      if (i > 0 && j > 0 && costs[i][j] == costs[i - 1][j - 1] + together(i - 1, j - 1)) {
        pairs.add(new Pair(expected.get(--i), came.get(--j)));
      } else if (j > 0 && costs[i][j] == costs[i][j - 1] + alone()) {
        pairs.add(new Pair(List.of(), came.get(--j)));
      } else {
        pairs.add(new Pair(expected.get(--i), List.of()));
      }
    }
    Collections.reverse(pairs);
    return pairs;
  }

  private int cheapest(int[][] costs, int i, int j) {
    int pair = costs[i - 1][j - 1] + together(i - 1, j - 1);
    return Math.min(pair, Math.min(costs[i - 1][j], costs[i][j - 1]) + alone());
  }

  private int alone() {
    return header.size() + 1;
  }

  private int together(int i, int j) {
    List<Integer> differing = differing(expected.get(i), came.get(j));
    boolean otherKey = differing.stream().anyMatch(c -> header.get(c).startsWith(Field.KEY));
    return otherKey ? 2 * alone() + 1 : differing.size();
  }

  private int[] widths() {
    int[] widths = new int[header.size()];
    List<List<String>> all = new ArrayList<>(expected);
    all.addAll(came);
    all.add(header);
    for (List<String> row : all) {
      for (int c = 0; c < widths.length; c++) {
        widths[c] = Math.max(widths[c], row.get(c).length());
      }
    }
    return widths;
  }

  private static String line(List<String> cells, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(c -> padded(cells.get(c), widths[c]))
        .collect(Collectors.joining("  "));
  }

  private static String carets(Pair pair, List<Integer> differing, int[] widths) {
    List<String> marks = new ArrayList<>(Collections.nCopies(widths.length, ""));
    for (int c : differing) {
      marks.set(c, mark(pair.expected.get(c), pair.came.get(c)));
    }
    return line(marks, widths);
  }

  /** Carets below the middle in which two texts differ. */
  private static String mark(String one, String other) {
    int shorter = Math.min(one.length(), other.length());
    int start = 0;
    while (start < shorter && one.charAt(start) == other.charAt(start)) {
      start++;
    }
    int end = 0;
    while (end < shorter - start
        && one.charAt(one.length() - 1 - end) == other.charAt(other.length() - 1 - end)) {
      end++;
    }
    int length = Math.max(one.length(), other.length()) - end - start;
    return " ".repeat(start) + "^".repeat(Math.max(1, length));
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(width - text.length());
  }
}
