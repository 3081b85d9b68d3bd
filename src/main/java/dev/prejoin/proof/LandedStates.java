package dev.prejoin.proof;

import dev.prejoin.sql.InexactFunctions;
import dev.prejoin.sql.InexactFunctions.Inexact;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How an aggregate is read: which of its columns name a bucket, and what makes a number of each of
 * its states.
 *
 * @param keys the columns of a bucket, each with its type; none if all rows are one bucket
 * @param values an expression for each state, by its column
 * @param approximate those that the order of additions can change in the last digits
 * @param inexact columns that cannot be compared, as their functions do not give the same for the
 *     same rows, with the reason
 */
record LandedStates(
    Map<String, String> keys,
    Map<String, String> values,
    Set<String> approximate,
    Map<String, String> inexact) {
  private static final Pattern STATE =
      Pattern.compile("(Simple)?AggregateFunction\\((?:\\d+, )?(\\w+)(.*)\\)", Pattern.DOTALL);

  /** By the columns of the table of states. */
  static LandedStates of(LandedTable states) {
    Map<String, String> keys = new LinkedHashMap<>();
    Map<String, String> values = new LinkedHashMap<>();
    Set<String> approximate = new HashSet<>();
    Map<String, String> inexact = new LinkedHashMap<>();
    states
        .columns()
        .forEach(
            (column, type) -> {
              Matcher state = STATE.matcher(type);
              if (!state.matches()) {
                keys.put(column, type);
                return;
              }
              String function = state.group(2);
              Optional<Inexact> why = InexactFunctions.aggregate(function);
              if (why.isPresent()) {
                inexact.put(column, function + ", " + why.get().why());
                return;
              }
              String parameters = parameters(state.group(3));
              values.put(
                  column,
                  function
                      + (state.group(1) == null ? "Merge" : "")
                      + parameters
                      + "("
                      + Sql.identifier(column)
                      + ")");
              if (InexactFunctions.rounds(
                  function, state.group(3).substring(parameters.length()))) {
                approximate.add(column);
              }
            });
    return new LandedStates(keys, values, approximate, inexact);
  }

  /** The first column of time among the keys. */
  Optional<String> time() {
    return keys.entrySet().stream()
        .filter(key -> key.getValue().startsWith("DateTime"))
        .map(Map.Entry::getKey)
        .findFirst();
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
