package dev.prejoin.capture;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which column of a table a declared column is: PostgreSQL folds names, schemas do not. */
final class ColumnNames {
  private ColumnNames() {}

  /** The same name, else the only one that is equal ignoring case; null if there is none. */
  static @Nullable String match(String declared, List<String> names) {
    if (names.contains(declared)) {
      return declared;
    }
    List<String> alike = names.stream().filter(declared::equalsIgnoreCase).toList();
    return alike.size() == 1 ? alike.get(0) : null;
  }

  /** The nearest of some names first, for a message about one that does not exist. */
  static List<String> nearest(String wanted, List<String> names, int limit) {
    return names.stream()
        .sorted(java.util.Comparator.comparingInt(name -> distance(wanted, name)))
        .limit(limit)
        .toList();
  }

  /** Levenshtein's distance, ignoring case. */
  private static int distance(String left, String right) {
    int[] row = new int[right.length() + 1];
    for (int j = 0; j <= right.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= left.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= right.length(); j++) {
        boolean same =
            Character.toLowerCase(left.charAt(i - 1)) == Character.toLowerCase(right.charAt(j - 1));
        int replaced = diagonal + (same ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[right.length()];
  }
}
