package dev.prejoin.app.peer;

import static dev.prejoin.sink.clickhouse.PlainTables.literal;
import static dev.prejoin.sink.clickhouse.PlainTables.quoted;

import dev.prejoin.sink.Version;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The statements that compare. The truth is prejoin's table of joined rows, of which those count
 * whose last change came before a position of their source: the one up to which the peer was fed.
 *
 * <p>Rows have no key in the peer, so rows of like facts are compared as a multiset: of those that
 * the peer has too many, so many are gone as the last versions of deleted rows are like them; the
 * others are versions that were replaced.
 */
final class DriftSql {
  /** One thread, as others want the server too; and what does not fit memory goes to disk. */
  private static final String SETTINGS =
      " SETTINGS max_threads = 1, max_bytes_before_external_group_by = 500000000,"
          // A row that changed since must be left out, not shown as it was before.
          + " optimize_move_to_prewhere_if_final = 0"
          // Nothing that is beside a run takes its server.
          + ", max_execution_time = 60, max_memory_usage = 4000000000";

  /** Of two sums of floats, which depend on the order of additions. */
  private static final String NEAR = "abs(%s - %s) <= 1e-9 * greatest(abs(%1$s), abs(%2$s))";

  /** What {@link #rows} tells, each as {@code <kind>_rows} and {@code <kind>_sum}. */
  private static final List<String> KINDS =
      List.of("truth", "peer", "blank", "former", "twice", "gone", "missing");

  /**
   * The facts that the peer was given: by partition of their topic, from an offset up to one that
   * is not among them.
   */
  record Span(SortedMap<Integer, Long> begin, SortedMap<Integer, Long> end) {}

  private final PeerFile file;
  private final String truth;
  private final String peer;
  private final Map<String, String> metadata = new LinkedHashMap<>();
  private final String alike;
  private final String blank;

  /**
   * Compares two databases.
   *
   * @param truth prejoin's database
   * @param peer the peer's
   * @param columns the peer's joined rows: names and types
   */
  DriftSql(PeerFile file, String truth, String peer, Map<String, String> columns) {
    this.file = file;
    this.truth = quoted(truth) + "." + quoted(file.rows());
    this.peer = quoted(peer) + ".";
    columns.forEach(
        (column, type) -> {
          if (!file.facts().contains(column)) {
            metadata.put(column, "defaultValueOfTypeName(%s)".formatted(literal(unwrapped(type))));
          }
        });
    this.alike =
        columns.entrySet().stream()
            .filter(column -> metadata.containsKey(column.getKey()))
            .filter(column -> !column.getValue().contains("Nullable("))
            .map(
                column ->
                    "ifNull(%1$s, %2$s) AS %1$s"
                        .formatted(quoted(column.getKey()), metadata.get(column.getKey())))
            .collect(Collectors.joining(", "));
    this.blank =
        metadata.values().stream().collect(Collectors.joining(", ", "sipHash64(tuple(", "))"));
  }

  /** A type that has a default other than NULL. */
  private static String unwrapped(String type) {
    for (String wrapper : List.of("LowCardinality(", "Nullable(")) {
      if (type.startsWith(wrapper)) {
        return unwrapped(type.substring(wrapper.length(), type.length() - 1));
      }
    }
    return type;
  }

  /**
   * The hours of the peer's rows with their numbers, the newest first, so that a bound is found.
   *
   * @param since the bound that was found last: there will be no earlier one
   */
  String hours(long since) {
    return "SELECT ifNull(toUnixTimestamp(toStartOfHour(%1$s)), 0) AS hour, count() AS n FROM %2$s WHERE %3$s GROUP BY hour ORDER BY hour DESC"
            .formatted(quoted(file.time()), peer + quoted(file.rows()), from(file.time(), since))
        + SETTINGS;
  }

  /** How many rows were replaced or ended since; those that are new do not count yet. */
  String inFlight(long since, Span fed) {
    return "SELECT count() AS n FROM %s WHERE _correction = 1 AND %s AND %s >= %s"
            .formatted(truth, from(file.time(), since), Version.FIRST_OFFSET_SQL, place(fed.end()))
        + SETTINGS;
  }

  /** One row: the amounts of each kind. */
  String rows(long since, Span fed) {
    String facts =
        file.facts().stream().map(column -> quoted(column)).collect(Collectors.joining(", "));
    String amounts =
        KINDS.stream()
            .map(
                "sum(%1$s) AS %1$s_rows, ifNull(sum(%1$s * toFloat64(v)), 0) AS %1$s_sum"
                    ::formatted)
            .collect(Collectors.joining(", "));
    return """
    SELECT %1$s FROM (
      SELECT *,
        toInt64(least(truth, peer)) AS matched,
        matched - toInt64(least(truth, alike)) AS wrong,
        least(wrong, if(m = %2$s, 0, toInt64(blanks))) AS blank, wrong - blank AS former,
        toInt64(peer) - matched AS surplus, least(surplus, toInt64(ended)) AS gone,
        surplus - gone AS twice, toInt64(truth) - matched AS missing
      FROM (
        SELECT %3$s AS v,
          countIf(side = 0) AS truth, countIf(side = 1) AS peer, countIf(side = 2) AS ended,
          anyIf(metadata, side = 0) AS m, groupArrayIf(metadata, side = 1) AS given,
          countEqual(given, m) AS alike, countEqual(given, %2$s) AS blanks
        FROM (
          SELECT %4$s, %5$s AS metadata, 0 AS side FROM %6$s
          UNION ALL
          SELECT %4$s, %5$s AS metadata, 1 AS side FROM %7$s WHERE %8$s
          UNION ALL
          SELECT %4$s, toUInt64(0) AS metadata, 2 AS side FROM (%9$s)
        )
        GROUP BY %4$s
      )
    )\
    """
            .formatted(
                amounts,
                blank,
                quoted(file.measure()),
                facts,
                hash(),
                now(since, fed),
                peer + quoted(file.rows()),
                from(file.time(), since),
                gone(facts, since))
        + SETTINGS;
  }

  private String hash() {
    return metadata.entrySet().stream()
        .map(column -> "ifNull(%s, %s)".formatted(quoted(column.getKey()), column.getValue()))
        .collect(Collectors.joining(", ", "sipHash64(tuple(", "))"));
  }

  /**
   * Rows as they are now; a subquery, so that FINAL decides before the position does. NULL in
   * metadata is the type's default where the peer's table cannot hold it: its insert made it that.
   */
  private String now(long since, Span fed) {
    return "(SELECT *%1$s FROM %2$s FINAL WHERE %3$s AND %4$s >= %5$s AND %4$s < %6$s)"
        .formatted(
            alike.isEmpty() ? "" : " REPLACE (" + alike + ")",
            truth,
            from(file.time(), since),
            Version.FIRST_OFFSET_SQL,
            place(fed.begin()),
            place(fed.end()));
  }

  /** The last versions of keys that are no more since then. */
  private String gone(String facts, long since) {
    return """
    SELECT DISTINCT _key, %1$s FROM %2$s WHERE _deleted = 1 AND %3$s AND _key NOT IN (
      SELECT _key FROM %2$s FINAL WHERE %3$s AND _key IN (
        SELECT _key FROM %2$s WHERE _deleted = 1 AND %3$s))\
    """
        .formatted(facts, truth, from(file.time(), since));
  }

  /** One row: how many buckets there are in either, and how many are off. */
  String buckets(long since, Span fed) {
    return "SELECT count() AS buckets, countIf(NOT (%s)) AS off FROM (SELECT %s, sum(c) AS tc, sum(s) AS ts, sum(pc) AS pcs, sum(ps) AS pss FROM (%s) GROUP BY %s)"
            .formatted(alike(), names(), sums(since, fed), names())
        + SETTINGS;
  }

  /** Rows by the values of a column: all, those that are off furthest first. */
  String group(String column, long since, Span fed) {
    return "SELECT ifNull(toString(%1$s), '') AS value, sum(c) AS tc, sum(s) AS ts, sum(pc) AS pcs, sum(ps) AS pss, NOT (%2$s) AS off FROM (%3$s) GROUP BY value ORDER BY abs(pss - ts) DESC, value"
            .formatted(quoted(column), alike(), sums(since, fed))
        + SETTINGS;
  }

  private static String alike() {
    return "tc = pcs AND " + NEAR.formatted("ts", "pss");
  }

  private String names() {
    return file.keys().stream().map(key -> quoted(key.name())).collect(Collectors.joining(", "));
  }

  private String sums(long since, Span fed) {
    String keys =
        file.keys().stream()
            .map(key -> key.expression() + " AS " + quoted(key.name()))
            .collect(Collectors.joining(", "));
    PeerFile.Key first = file.keys().get(0);
    return """
    SELECT %1$s, count(%2$s) AS c, ifNull(sum(toFloat64(%2$s)), 0) AS s, toUInt64(0) AS pc, toFloat64(0) AS ps
    FROM %3$s GROUP BY %4$s
    UNION ALL
    SELECT %4$s, toUInt64(0), toFloat64(0), countMerge(%5$s), toFloat64(ifNull(sumMerge(%6$s), 0))
    FROM %7$s WHERE %8$s GROUP BY %4$s\
    """
        .formatted(
            keys,
            quoted(file.measure()),
            now(since, fed),
            names(),
            quoted(file.count()),
            quoted(file.sum()),
            peer + quoted(file.aggregate()),
            from(first.name(), since));
  }

  private static String from(String column, long since) {
    return "%s >= fromUnixTimestamp(toInt64(%d))".formatted(quoted(column), since);
  }

  /** By the shard of a row; 0 for one that the peer knows nothing of. */
  private static String place(SortedMap<Integer, Long> places) {
    long shards = places.isEmpty() ? 0 : places.lastKey() + 1L;
    return LongStream.range(0, shards)
        .mapToObj(shard -> "toInt64(%d)".formatted(places.getOrDefault((int) shard, 0L)))
        .collect(Collectors.joining(", ", "[", ", toInt64(0)][toUInt32(_shard) + 1]"))
        .replace("[, ", "[");
  }
}
