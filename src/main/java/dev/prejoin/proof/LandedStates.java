package dev.prejoin.proof;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an aggregate is read: which of its columns name a bucket, and what makes a number of each of
 * its states.
 *
 * @param keys the columns of a bucket, each with its type
 * @param values an expression for each state, by its column
 * @param approximate those that the order of additions can change in the last digits
 * @param unordered functions that do not give the same for the same rows in another order, with
 *     their column: they cannot be compared
 */
record LandedStates(
    Map<String, String> keys,
    Map<String, String> values,
    Set<String> approximate,
    List<String> unordered) {
  private static final Pattern STATE =
      Pattern.compile("(Simple)?AggregateFunction\\((?:\\d+, )?(\\w+)(.*)\\)", Pattern.DOTALL);

  /** By the columns of the table of states. */
  static LandedStates of(LandedTable states) {
    Map<String, String> keys = new LinkedHashMap<>();
    Map<String, String> values = new LinkedHashMap<>();
    Set<String> approximate = new HashSet<>();
    List<String> unordered = new ArrayList<>();
    states
        .columns()
        .forEach(
            (column, type) -> {
              Matcher state = STATE.matcher(type);
              if (!state.matches()) {
                keys.put(column, type);
              } else if (isUnordered(state.group(2))) {
                unordered.add(column + " (" + state.group(2) + ")");
              } else {
                values.put(
                    column,
                    state.group(2)
                        + (state.group(1) == null ? "Merge" : "")
                        + parameters(state.group(3))
                        + "("
                        + Sql.identifier(column)
                        + ")");
                if (!state.group(2).matches("(?i)(min|max|count|uniq).*")) {
                  approximate.add(column);
                }
              }
            });
    return new LandedStates(keys, values, approximate, unordered);
  }

  /** The first column of time among the keys. */
  Optional<String> time() {
    return keys.entrySet().stream()
        .filter(key -> key.getValue().startsWith("DateTime"))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean isUnordered(String function) {
    String name = function.toLowerCase(Locale.ROOT);
    return name.startsWith("any")
        || name.startsWith("first_value")
        || name.startsWith("last_value")
        || name.startsWith("grouparray")
        || name.startsWith("groupuniqarray")
        || name.startsWith("topk")
        || (name.startsWith("quantile") && !name.contains("exact"))
        || (name.startsWith("median") && !name.contains("exact"));
  }

  /** Those in parentheses right behind the function's name; what follows are types. */
  private static String parameters(String rest) {
    int depth = 0;
    for (int i = 0; i < rest.length(); i++) {
      char c = rest.charAt(i);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) {
        return c == ')' ? rest.substring(0, i + 1) : "";
      }
    }
    return "";
  }
}
