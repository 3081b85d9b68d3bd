package dev.prejoin.plan;

import java.util.Locale;
import java.util.Set;

/** What a view cannot do, in words that say where that work belongs. */
final class Refused {
  static final String SUPPORTED =
      "supported are columns, literals, = <> != < <= > >=, AND OR NOT, IS [NOT] NULL, BETWEEN, IN"
          + " (literals), + - *";
  static final String ONE_ROW =
      "a view here turns one row into at most one row; aggregate in ClickHouse, in a materialized"
          + " view over the target";
  static final String SUBQUERY =
      "a subquery is not supported; make it a view of its own and read its target, or JOIN a"
          + " ChangeTable";
  static final String WITH =
      "WITH is not supported; write the expression where it is used, or make it a view of its own";
  private static final String READERS =
      "; rows pass one by one, so this belongs in the queries that read ClickHouse";

  private static final Set<String> AGGREGATES =
      Set.of(
          ("count sum min max avg any anylast argmin argmax uniq uniqexact quantile median stddevpop"
                  + " stddevsamp varpop varsamp grouparray groupuniqarray topk sumif countif avgif")
              .split(" "));
  private static final Set<String> CHANGING =
      Set.of(
          ("now now64 today yesterday rand rand32 rand64 randcanonical generateuuidv4 current_date"
                  + " current_timestamp localtime localtimestamp current_time hostname rownumberinblock"
                  + " rownumberinallblocks")
              .split(" "));

  private Refused() {}

  static String function(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (AGGREGATES.contains(lower) || lower.endsWith("state") || lower.endsWith("merge")) {
      return "the aggregate " + name + " cannot run in a view: " + ONE_ROW;
    }
    if (CHANGING.contains(lower)) {
      return name
          + " gives another result whenever a row is computed again, and history would change;"
          + " let the source have a column for it";
    }
    return "function " + name + " is not supported yet; " + SUPPORTED;
  }

  /** Whether it is a name that stands for a value of its own in SQL. */
  static boolean isChanging(String name) {
    return CHANGING.contains(name.toLowerCase(Locale.ROOT));
  }

  static String syntax(String word) {
    return switch (word.toUpperCase(Locale.ROOT)) {
      case "" -> "the SELECT ends too early, or the end of a part of it is missing";
      case "FINAL" -> modifier("FINAL");
      case "PREWHERE" -> "PREWHERE is ClickHouse's way of reading from disk; write WHERE";
      case "SAMPLE" -> "SAMPLE is not supported: every row passes a view";
      case "LIMIT", "OFFSET", "FETCH" -> limit();
      case "FORMAT", "INTO" -> word + " is not supported: a view's rows go to its target";
      case "ARRAY" -> "ARRAY JOIN is not supported: " + ONE_ROW;
      case "?" -> "? : is not supported yet; " + SUPPORTED;
      case ":" -> ":: is not supported yet; " + SUPPORTED;
      case "ANY", "ALL", "SEMI", "ANTI", "ASOF", "GLOBAL", "PASTE" -> alias(word);
      default ->
          "'"
              + word
              + "' is not expected here: a view is SELECT columns FROM a stream"
              + " [[LEFT] JOIN a dimension ON its key] [WHERE conditions]";
    };
  }

  /** A word that the parser takes for an alias but ClickHouse does not; else empty. */
  static String alias(String alias) {
    return switch (alias.toUpperCase(Locale.ROOT)) {
      case "FINAL" -> modifier("FINAL");
      case "ANY", "ALL", "SEMI", "ANTI", "ASOF", "GLOBAL", "PASTE" ->
          alias.toUpperCase(Locale.ROOT)
              + " JOIN is not supported; leave the word out: a lookup by key finds one row at most";
      case "PREWHERE", "SAMPLE", "ARRAY", "FORMAT" -> syntax(alias);
      default -> "";
    };
  }

  private static String modifier(String word) {
    return word
        + " is for tables in ClickHouse; leave it out: a dimension is its latest rows, and a stream"
        + " passes each change";
  }

  static String limit() {
    return "LIMIT is not supported" + READERS;
  }

  static String order() {
    return "ORDER BY is not supported" + READERS;
  }

  static String distinct() {
    return "DISTINCT is not supported: " + ONE_ROW;
  }

  static String union(String what) {
    return what + " is not supported: write a view for each part, each with its own target";
  }
}
