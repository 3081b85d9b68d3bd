package dev.prejoin.sink.clickhouse.ddl;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which time an aggregate was made. When its statement changes, it is made beside the one that is
 * there, as {@code x__2}, and {@code x} shows it as soon as it has counted all rows.
 *
 * @param aggregate as the user calls it
 * @param number from 1, whose tables and views have the aggregate's own name
 */
public record Generation(String aggregate, int number) {
  private static final Pattern LATER = Pattern.compile("(.+)__(\\d{1,4})");

  /** Of the tables and views that begin with this name. */
  public static Generation of(String name) {
    Matcher later = LATER.matcher(name);
    return later.matches() && Integer.parseInt(later.group(2)) > 1
        ? new Generation(later.group(1), Integer.parseInt(later.group(2)))
        : new Generation(name, 1);
  }

  /** What its tables and views begin with. */
  public String name() {
    return named(aggregate);
  }

  /** Another name of the same generation, such as that of its materialized view. */
  String named(String base) {
    return number == 1 ? base : base + "__" + number;
  }

  public Generation next() {
    return new Generation(aggregate, number + 1);
  }

  /**
   * Of each aggregate the last one; a name like a later one's is itself where there is no first.
   */
  public static List<Generation> last(Collection<String> names) {
    Map<String, Generation> last = new LinkedHashMap<>();
    for (String name : names) {
      Generation one = of(name);
      Generation known = names.contains(one.aggregate()) ? one : new Generation(name, 1);
      last.merge(known.aggregate(), known, (a, b) -> a.number() >= b.number() ? a : b);
    }
    return List.copyOf(last.values());
  }
}
