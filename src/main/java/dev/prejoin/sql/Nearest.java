package dev.prejoin.sql;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;

/** What somebody may have meant by a name that does not exist. */
public final class Nearest {
  private static final int SHOWN = 3;

  private Nearest() {}

  /** "; did you mean …?" if a name is near, else "; there are …". */
  public static String to(String name, Collection<String> known) {
    String near = among(name, known);
    return !near.isEmpty() || known.isEmpty() ? near : "; there are " + String.join(", ", known);
  }

  /** "; did you mean …?" if a name is near, else nothing, for names that are too many to list. */
  public static String among(String name, Collection<String> known) {
    String near =
        known.stream()
            .distinct()
            .filter(k -> distance(name, k) <= Math.max(1, Math.max(name.length(), k.length()) / 3))
            .sorted(
                Comparator.<String>comparingInt(k -> distance(name, k))
                    .thenComparingInt(k -> Math.abs(k.length() - name.length())))
            .limit(SHOWN)
            .collect(Collectors.joining(" or "));
    return near.isEmpty() ? "" : "; did you mean " + near + "?";
  }

  /**
   * Levenshtein's distance; the name with more around it, or most of it, counts as near, whatever
   * its case.
   */
  private static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    boolean most = b.length() > 3 && 2 * b.length() >= a.length();
    if ((a.length() > 3 && b.contains(a)) || (most && a.contains(b))) {
      return a.equals(b) ? 0 : 1;
    }
    int[] costs = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      costs[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = costs[0];
      costs[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replace = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = costs[j];
        costs[j] = Math.min(replace, Math.min(costs[j], costs[j - 1]) + 1);
      }
    }
    return costs[b.length()];
  }
}
