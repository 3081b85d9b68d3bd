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
    insert("l4_\\w+_dirty", Request.MARK_STALE);
    insert("l4_\\w+_data", Request.BASE_STATES);
    insert("l4_\\w+_base", Request.IN_FORCE);
    // Other rounds ask what was touched, not which buckets have no base.
    KINDS.put(
        Pattern.compile(
            "(?is)insert\\s+into\\s+[`\"]?l4_\\w+_round\\b.* NOT IN \\(SELECT _bucket FROM"),
        Request.FILL_FIND);
    KINDS.put(
        Pattern.compile("(?is)insert\\s+into\\s+prejoin_filled\\b.*\\bshard, '', seg\\b"),
        Request.FILL_BEGIN);
    insert("prejoin_filled", Request.FILL_RECORD);
    KINDS.put(Pattern.compile("(?i)create\\s+or\\s+replace\\s+view\\s+[`\"]?l4_"), Request.SHOW);
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
