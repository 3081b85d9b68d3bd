package dev.prejoin.proof;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which aggregates are being counted from all rows, and so show only some of them yet, or what an
 * earlier statement said; and by which names the tables of the others go.
 */
final class Uncounted {
  private static final Pattern LATER = Pattern.compile("(.+)__(\\d{1,4})_data");

  /** In some shard, the last that was asked for is not whole. */
  private static final String OPEN =
      """
      SELECT DISTINCT f.aggregate
      FROM (SELECT aggregate, landing, request FROM prejoin_fills FINAL) AS f
      INNER JOIN (SELECT DISTINCT topic, _shard FROM prejoin_done) AS d ON d.topic = f.landing
      LEFT ANY JOIN
      (
          SELECT aggregate, request, _shard,
                 maxIf(p._seg, part = '') AS since, maxIf(p._seg, part = 'whole') AS whole
          FROM prejoin_filled AS p GROUP BY aggregate, request, _shard
      ) AS s ON s.aggregate = f.aggregate AND s.request = f.request AND s._shard = d._shard
      WHERE s.whole = 0 OR s.whole != s.since""";

  private final Set<String> names = new HashSet<>();
  private final Map<String, LandedTable> landed;

  private Uncounted(Map<String, LandedTable> landed) {
    this.landed = landed;
  }

  /** As it is now. */
  static Uncounted of(ClickHouseHttp clickHouse, String database, Map<String, LandedTable> landed) {
    Uncounted uncounted = new Uncounted(landed);
    if (landed.containsKey("prejoin_fills") && landed.containsKey("prejoin_filled")) {
      clickHouse.rows(database, OPEN).forEach(row -> uncounted.names.add(row.path(0).asText()));
    }
    return uncounted;
  }

  /** Whether the aggregate, or what is to take its place, is. */
  boolean has(String aggregate) {
    return names.contains(aggregate) || names.contains(name(aggregate));
  }

  /** What its tables begin with: a later one took the place of the first. */
  String name(String aggregate) {
    String name = aggregate;
    int last = 1;
    for (String table : landed.keySet()) {
      Matcher later = LATER.matcher(table);
      if (later.matches()
          && later.group(1).equals(aggregate)
          && Integer.parseInt(later.group(2)) > last) {
        last = Integer.parseInt(later.group(2));
        name = aggregate + "__" + last;
      }
    }
    return name;
  }
}
