package dev.prejoin.proof.chaos;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Which of the sink's statements is which, by its text. */
final class Statements {
  private static final Map<Pattern, Request> KINDS = new LinkedHashMap<>();

  static {
    insert("l3_power_joined", Request.INSERT);
    insert("prejoin_done", Request.DONE);
    insert("l4_power_agg_stats_dirty", Request.MARK_STALE);
    insert("l4_power_agg_stats_data", Request.BASE_STATES);
    insert("l4_power_agg_stats_base", Request.IN_FORCE);
    KINDS.put(Pattern.compile("argMax\\(tuple"), Request.LOOK_UP);
  }

  private Statements() {}

  private static void insert(String table, Request kind) {
    KINDS.put(Pattern.compile("(?i)insert\\s+into\\s+[`\"]?" + table + "\\b"), kind);
  }

  static Optional<Request> of(String text) {
    return KINDS.entrySet().stream()
        .filter(kind -> kind.getKey().matcher(text).find())
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
