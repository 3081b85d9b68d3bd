package dev.prejoin.sql;

import dev.prejoin.sql.Token.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * ClickHouse's functions that do not always give the same for the same rows. An aggregate with one
 * of them cannot be kept exact: a bucket that is counted anew may say something else though no row
 * has changed. {@code plan}, the start of a run and {@code verify} all go by this list.
 */
public final class InexactFunctions {

  /**
   * Why a function is one of them.
   *
   * @param why a clause, with "it" for the function
   * @param instead what to do about it, a clause too
   */
  public record Inexact(String why, String instead) {
    /**
     * A line for people.
     *
     * @param what the aggregate or its column
     * @param function by its name
     */
    public String of(String what, String function) {
      return "%s cannot be kept exact by %s: %s; %s".formatted(what, function, why, instead);
    }
  }

  private static final Inexact FIRST_MET =
      new Inexact(
          "it keeps the row that it meets first or last, and the rows of a bucket have no order",
          "min or max is exact, of a tuple such as (timestamp, x) too");
  private static final Inexact TIES =
      new Inexact(
          "of rows that tie it keeps the one that it meets first",
          "min or max of a tuple such as (timestamp, x) is exact");
  private static final Inexact ELEMENTS =
      new Inexact(
          "its elements stand in the order in which rows are met",
          "groupArraySorted is exact; without a limit on their number the elements are right, and"
              + " arraySort puts them in order when they are read");
  private static final Inexact IN_ORDER =
      new Inexact(
          "it depends on the order in which rows are met",
          "a view over the joined rows can ask for it, with ORDER BY");
  private static final Inexact SAMPLE =
      new Inexact("it looks at a sample of the rows", "the quantileExact functions are exact");
  private static final Inexact SKETCH =
      new Inexact(
          "it is an estimate that depends on the order in which states are merged",
          "quantileExact, uniqExact, or a count for each value is exact");
  private static final Inexact DRAWN = new Inexact("it draws rows at random", "leave it out");
  private static final Inexact CLOCK =
      new Inexact(
          "it gives another time when the bucket is counted anew",
          "compare with the time when the aggregate is read");
  private static final Inexact RANDOM =
      new Inexact("it gives something else when the bucket is counted anew", "leave it out");
  private static final Inexact BLOCK =
      new Inexact("it depends on which rows come in one block", "leave it out");
  private static final Inexact OUTSIDE =
      new Inexact(
          "what it looks up may have changed when the bucket is counted anew",
          "a ChangeTable that a view of the pipeline joins is kept exact");
  private static final Inexact SESSION =
      new Inexact("it depends on who asks, and where", "leave it out");

  /** By the beginning of the name, in lower case: what follows are kinds of it and combinators. */
  private static final Map<String, Optional<Inexact>> AGGREGATES = new LinkedHashMap<>();

  private static final Map<String, Inexact> SCALARS = new LinkedHashMap<>();

  static {
    aggregates(FIRST_MET, "any", "first_value", "last_value", "firstvalue", "lastvalue");
    aggregates(TIES, "argmin", "argmax", "argandmin", "argandmax", "windowfunnel");
    aggregates(TIES, "sequencematch", "sequencecount", "sequencenextnode", "lttb");
    aggregates(TIES, "largesttrianglethreebuckets");
    aggregates(ELEMENTS, "grouparray", "groupuniqarray", "array_agg", "array_concat_agg");
    aggregates(ELEMENTS, "groupconcat", "group_concat", "string_agg", "listagg");
    aggregates(IN_ORDER, "grouparraymoving", "exponentialmovingaverage", "exponentialtimedecayed");
    aggregates(IN_ORDER, "deltasum", "stochastic", "estimatecompressionratio");
    aggregates(SAMPLE, "quantile", "quantiles", "median");
    aggregates(SKETCH, "topk", "approx_top", "histogram", "uniqtheta");
    for (String quantile : List.of("quantile", "quantiles", "median")) {
      aggregates(SKETCH, quantile + "tdigest", quantile + "gk", quantile + "dd");
      aggregates(SKETCH, quantile + "timing", quantile + "bfloat16");
      exact(quantile + "exact", quantile + "interpolatedweighted");
    }
    aggregates(DRAWN, "grouparraysample");
    exact("grouparraysorted");
    scalars(CLOCK, "now", "now64", "nowinblock", "now64inblock", "today", "yesterday", "curdate");
    scalars(CLOCK, "current_date", "current_timestamp", "utctimestamp", "utc_timestamp");
    scalars(RANDOM, "rand", "rand32", "rand64", "randcanonical", "randconstant", "randuniform");
    scalars(RANDOM, "randnormal", "randlognormal", "randbinomial", "randnegativebinomial");
    scalars(RANDOM, "randbernoulli", "randexponential", "randchisquared", "randstudentt");
    scalars(RANDOM, "randfisherf", "randpoisson", "randomstring", "randomfixedstring");
    scalars(RANDOM, "randomprintableascii", "randomstringutf8", "fuzzbits", "fuzzquery");
    scalars(RANDOM, "generateuuidv4", "generateuuidv7", "generateulid", "generatesnowflakeid");
    scalars(RANDOM, "generateserialid");
    scalars(BLOCK, "rownumberinblock", "rownumberinallblocks", "blocknumber", "blocksize");
    scalars(BLOCK, "runningdifference", "runningdifferencestartingwithfirstvalue", "neighbor");
    scalars(BLOCK, "runningaccumulate", "runningconcurrency", "blockserializedsize");
    scalars(OUTSIDE, "joinget", "joingetornull", "dicthas", "dictisin", "dictgetall", "file");
    scalars(OUTSIDE, "dictgethierarchy", "dictgetchildren", "dictgetdescendants");
    scalars(SESSION, "hostname", "fqdn", "currentuser", "user", "currentdatabase", "database");
    scalars(SESSION, "version", "uptime", "serveruuid", "getsetting", "getmacro", "queryid");
    scalars(SESSION, "initialqueryid", "shardnum", "shardcount", "connectionid", "timezone");
  }

  private InexactFunctions() {}

  private static void aggregates(Inexact inexact, String... names) {
    for (String name : names) {
      AGGREGATES.put(name, Optional.of(inexact));
    }
  }

  private static void exact(String... names) {
    for (String name : names) {
      AGGREGATES.put(name, Optional.empty());
    }
  }

  private static void scalars(Inexact inexact, String... names) {
    for (String name : names) {
      SCALARS.put(name, inexact);
    }
  }

  /**
   * Whether an aggregate function is one of them.
   *
   * @param function its name, with or without combinators such as -If and -State
   */
  public static Optional<Inexact> aggregate(String function) {
    String name = function.toLowerCase(Locale.ROOT);
    String longest = "";
    for (String known : AGGREGATES.keySet()) {
      if (name.startsWith(known) && known.length() > longest.length()) {
        longest = known;
      }
    }
    return AGGREGATES.getOrDefault(longest, Optional.empty());
  }

  /** Whether a function of one row is one of them. */
  public static Optional<Inexact> scalar(String function) {
    String name = function.toLowerCase(Locale.ROOT);
    return name.startsWith("dictget")
        ? Optional.of(OUTSIDE)
        : Optional.ofNullable(SCALARS.get(name));
  }

  /**
   * Whether additions in another order can change the last digits of the result.
   *
   * @param types of the function's arguments, as ClickHouse writes them
   */
  public static boolean rounds(String function, String types) {
    String name = function.toLowerCase(Locale.ROOT);
    if (name.matches("(min|max|count|uniq|quantiles?exact|medianexact|groupbit|grouparray).*")) {
      return false;
    }
    boolean adds = name.matches("(sum|avg).*") && !name.matches("(sumkahan|avgweighted).*");
    return !adds || types.contains("Float");
  }

  /** Aggregates with -State in an expression that are among them, each once, without -State. */
  public static Map<String, Inexact> aggregatesIn(String sql) {
    Map<String, Inexact> found = new LinkedHashMap<>();
    for (String function : functions(sql)) {
      if (function.endsWith("State")) {
        String name = function.replaceAll("(Merge|Simple)?State$", "");
        aggregate(name).ifPresent(why -> found.putIfAbsent(name, why));
      }
    }
    return found;
  }

  /** Functions of a row in an expression or statement that are among them, each once. */
  public static Map<String, Inexact> scalarsIn(String sql) {
    Map<String, Inexact> found = new LinkedHashMap<>();
    for (String function : functions(sql)) {
      scalar(function).ifPresent(why -> found.putIfAbsent(function, why));
    }
    return found;
  }

  private static List<String> functions(String sql) {
    List<Token> tokens =
        Lexer.tokens(sql).stream().filter(token -> token.kind() != Kind.COMMENT).toList();
    return IntStream.range(0, tokens.size() - 1)
        .filter(i -> tokens.get(i).kind() == Kind.WORD && tokens.get(i + 1).isSymbol("("))
        .mapToObj(i -> tokens.get(i).text())
        .toList();
  }
}
