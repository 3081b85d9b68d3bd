package dev.prejoin.plan;

import dev.prejoin.expression.Functions;
import dev.prejoin.sql.Nearest;
import dev.prejoin.sql.Select.Clause.Kind;
import dev.prejoin.sql.SqlNode;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a view cannot do, in words that say where that work belongs. */
final class Refused {
  static final String ONE_ROW =
      "a view here turns one row into at most one row; aggregate in ClickHouse, in a materialized"
          + " view over the target";
  static final String SUBQUERY =
      "a subquery is not supported; make it a view of its own and read its target, or JOIN a"
          + " ChangeTable";
  private static final String READERS =
      "; rows pass one by one, so this belongs in the queries that read ClickHouse";

  private static final Set<String> AGGREGATES =
      Set.of(
          ("count sum min max avg any anylast first_value last_value anyheavy argmin argmax uniq"
                  + " uniqexact uniqcombined uniqcombined64 uniqhll12 uniqthetasketch quantile"
                  + " quantiles quantileexact quantiletiming quantiletdigest quantiledeterministic"
                  + " median stddevpop stddevsamp varpop varsamp covarpop covarsamp corr skewpop"
                  + " skewsamp kurtpop kurtsamp avgweighted summap minmap maxmap sumkahan"
                  + " sumwithoverflow grouparray groupuniqarray grouparraysorted grouparraymovingavg"
                  + " groupbitand groupbitor groupbitxor groupbitmap groupconcat topk topkweighted"
                  + " deltasum deltasumtimestamp boundingratio entropy simplelinearregression"
                  + " retention windowfunnel sequencematch sequencecount")
              .split(" "));

  /** What ClickHouse appends to an aggregate's name, in any number. */
  private static final Pattern COMBINATOR =
      Pattern.compile(
          "(if|array|map|state|simplestate|merge|mergestate|foreach|distinct|ordefault|ornull|resample|argmin|argmax)$");

  private static final Set<String> CHANGING =
      Set.of(
          ("now now64 today yesterday rand rand32 rand64 randcanonical generateuuidv4 current_date"
                  + " current_timestamp localtime localtimestamp current_time hostname rownumberinblock"
                  + " rownumberinallblocks")
              .split(" "));

  /** Measured over millions of values: Java and ClickHouse do not agree on every last bit. */
  private static final Set<String> INEXACT =
      Set.of(
          ("exp exp2 exp10 ln log log2 log10 log1p cbrt sin cos tan asin acos atan atan2"
                  + " sinh cosh tanh asinh acosh atanh hypot erf erfc lgamma tgamma sigmoid"
                  + " greatcircledistance greatcircleangle geodistance")
              .split(" "));

  /**
   * The families beside JSONExtract…: by a path such as $.a.b, and those that only look like JSON.
   */
  private static final Pattern JSON =
      Pattern.compile("^(json_value|json_query|json_exists|get_json_object|simplejson|visitparam)");

  private Refused() {}

  static String function(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (isAggregate(lower)) {
      return "the aggregate " + name + " cannot run in a view: " + ONE_ROW;
    }
    if (CHANGING.contains(lower)) {
      return name
          + " gives another result whenever a row is computed again, and history would change;"
          + " let the source have a column for it";
    }
    if (lower.equals("arrayjoin")) {
      return "arrayJoin cannot run in a view: " + ONE_ROW;
    }
    if (lower.startsWith("dictget") || lower.startsWith("joinget")) {
      return name
          + " reads a dictionary of ClickHouse, which a stream does not have; declare the table"
          + " behind it as a ChangeTable and JOIN that";
    }
    if (INEXACT.contains(lower)) {
      return name
          + " is left out, as its last digits are not the same in Java and in ClickHouse; compute it"
          + " in a materialized view over the target";
    }
    if (JSON.matcher(lower).find()) {
      return name
          + " is left out; write JSONExtractString, or JSONExtractInt and so on, with the keys one by"
          + " one, as in JSONExtractString(text, 'a', 'b')";
    }
    if (name.equals("toFixedString")) {
      return "toFixedString pads texts with zero bytes, and prejoin has no type for that; leave it"
          + " out";
    }
    return "there is no function "
        + name
        + Nearest.among(name, Functions.names())
        + "; docs/functions.md lists all";
  }

  private static boolean isAggregate(String lower) {
    if (AGGREGATES.contains(lower)) {
      return true;
    }
    Matcher combinator = COMBINATOR.matcher(lower);
    return combinator.find()
        && combinator.start() > 0
        && isAggregate(lower.substring(0, combinator.start()));
  }

  /** Whether it is a name that stands for a value of its own in SQL. */
  static boolean isChanging(String name) {
    return CHANGING.contains(name.toLowerCase(Locale.ROOT));
  }

  /** A JOIN that a lookup is not. */
  static String join(String kind) {
    if (kind.equals(",") || kind.contains("CROSS")) {
      return "a join without a key is not supported; write [LEFT] JOIN … ON and the dimension's key";
    }
    if (kind.contains("NATURAL")) {
      return "NATURAL JOIN is not supported; write ON and the key";
    }
    if (kind.contains("RIGHT") || kind.contains("FULL")) {
      return kind
          + " is not supported: rows of the stream come one by one and look up; write LEFT JOIN or"
          + " JOIN";
    }
    if (kind.contains("SEMI")) {
      return kind + " is not supported; write JOIN: a lookup by key finds one row at most";
    }
    if (kind.contains("ANTI")) {
      return kind
          + " is not supported: a row that matches none would have to go when one comes; write LEFT"
          + " JOIN and a rule on a column of the dimension";
    }
    return kind
        + " is not supported: a dimension is looked up by its key as it is now; write LEFT JOIN or"
        + " JOIN with =";
  }

  /** A part that a view's SELECT cannot have. */
  static String clause(Kind kind) {
    return switch (kind) {
      case DISTINCT, GROUP_BY, HAVING, WINDOW, QUALIFY, ARRAY_JOIN ->
          kind.toString().replace('_', ' ') + " is not supported: " + ONE_ROW;
      case ORDER_BY -> "ORDER BY is not supported" + READERS;
      case LIMIT -> "LIMIT and OFFSET are not supported" + READERS;
      case UNION ->
          "UNION, EXCEPT and INTERSECT are not supported: write a view for each part, each with its"
              + " own target";
      case PREWHERE -> "PREWHERE is ClickHouse's way of reading from disk; write WHERE";
      case FINAL ->
          "FINAL is for tables in ClickHouse; leave it out: a dimension is its latest rows, and a"
              + " stream passes each change";
      case SAMPLE -> "SAMPLE is not supported: every row passes a view";
      case FORMAT -> "FORMAT and INTO are not supported: a view's rows go to its target";
      case WITH_TABLE ->
          "WITH … AS (SELECT …) is not supported; make it a view of its own and read its target";
      case FROM_SUBQUERY -> SUBQUERY;
    };
  }

  /** An expression that no row alone gives. */
  static String node(SqlNode node) {
    if (node instanceof SqlNode.Star) {
      return "* and COLUMNS are not supported: name each column, so that a new one of the source changes nothing";
    }
    if (node instanceof SqlNode.Window) {
      return "a window (OVER) is not supported: " + ONE_ROW;
    }
    return node instanceof SqlNode.Lambda
        ? "a lambda is not supported; functions here take values only"
        : SUBQUERY;
  }
}
