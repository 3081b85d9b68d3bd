package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;
import static dev.prejoin.sink.clickhouse.Literals.names;

import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Segment;
import dev.prejoin.sink.ShardRound;
import dev.prejoin.sink.ShardSlice;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An aggregate of a table, found by its names: {@code x_buckets} (whose comment names the table),
 * {@code x_rebuild}, {@code x_stale}, {@code x_dirty}, {@code x_round}, {@code x_data} and {@code
 * x_base}.
 *
 * @param view the {@code x}
 * @param keys the columns of a bucket; none if all rows of a shard are one
 * @param times those of the keys that are times
 * @param states the columns of its states
 * @param counted which buckets can be counted anew, as a condition on the keys; empty if all can
 */
record Aggregate(
    String view,
    List<String> keys,
    List<String> times,
    List<String> states,
    Optional<String> counted) {
  static final String BUCKETS = "_buckets";

  Aggregate {
    keys = List.copyOf(keys);
    times = List.copyOf(times);
    states = List.copyOf(states);
  }

  /** The same, of which only some buckets can be counted anew. */
  Aggregate counting(Optional<String> condition) {
    return new Aggregate(view, keys, times, states, condition);
  }

  private String andCounted() {
    return counted.map(condition -> " AND " + condition).orElse("");
  }

  private String part(String suffix) {
    return name(view + suffix);
  }

  private String shardKeys() {
    return names(Stream.concat(keys.stream(), Stream.of("_shard")).toList());
  }

  /** Records the buckets of whatever rows the table holds of these keys. */
  String markStale(
      Relation relation, Map<Integer, Segment> shards, Collection<List<Object>> rowKeys) {
    return markStale(shards) + " AND _key IN " + Literals.keys(relation.key(), rowKeys);
  }

  /** Records the buckets of whatever rows the table gives. */
  String markStale(Map<Integer, Segment> shards) {
    return "INSERT INTO %s (%s, _seg) SELECT DISTINCT %s, %s FROM %s WHERE _shard IN (%s)"
        .formatted(
            part("_dirty"),
            shardKeys(),
            shardKeys(),
            ShardSql.choose(List.copyOf(shards.entrySet()), Map.Entry::getKey, Map.Entry::getValue),
            part(BUCKETS),
            ShardSql.list(shards.keySet()));
  }

  /** Keeps the stale buckets of some shards as a round. */
  String findStale(List<ShardRound> rounds, int bucketsPerSlice) {
    return """
        INSERT INTO %s (%s, _seg, _slice)
        SELECT %s, %s, intDiv(row_number() OVER (ORDER BY %s) - 1, %d) FROM (%s)
        """
        .formatted(
            part("_round"),
            shardKeys(),
            shardKeys(),
            ShardSql.choose(rounds, ShardRound::shard, ShardRound::round),
            keys.isEmpty() ? "_shard" : names(keys),
            bucketsPerSlice,
            stale(rounds));
  }

  /**
   * Keeps the buckets that a fill has not counted yet as a round, the newest first.
   *
   * @param states whether those of states, and not of the rows that the table gives
   */
  String findUnfilled(List<ShardRound> rounds, boolean states, int bucketsPerSlice) {
    List<String> order = new ArrayList<>();
    times.forEach(time -> order.add(name(time) + " DESC"));
    keys.stream().filter(key -> !times.contains(key)).forEach(key -> order.add(name(key)));
    order.add("_shard");
    return """
        INSERT INTO %s (%s, _seg, _slice)
        SELECT %s, %s, intDiv(row_number() OVER (ORDER BY %s) - 1, %d) FROM (%s)
        """
        .formatted(
            part("_round"),
            shardKeys(),
            shardKeys(),
            ShardSql.choose(rounds, ShardRound::shard, ShardRound::round),
            String.join(", ", order),
            bucketsPerSlice,
            unfilled(rounds, states));
  }

  /**
   * The buckets without a base since a fill began.
   *
   * @param rounds which also say when that was
   * @param states whether those of states, and not of the rows that the table gives
   */
  String unfilled(List<ShardRound> rounds, boolean states) {
    return "SELECT DISTINCT %s FROM %s WHERE (%s)%s AND (%s) NOT IN (SELECT %s FROM %s WHERE %s)"
        .formatted(
            shardKeys(),
            part(states ? "_data" : BUCKETS),
            states
                ? ShardSql.where(rounds, ShardRound::shard, "_seg < %s", ShardRound::clean)
                : "_shard IN (%s)"
                    .formatted(ShardSql.list(rounds.stream().map(ShardRound::shard).toList())),
            andCounted(),
            shardKeys(),
            shardKeys(),
            part("_base"),
            ShardSql.where(rounds, ShardRound::shard, "_seg >= %s", ShardRound::clean));
  }

  /** How many there are, and in how many slices. */
  String countRound(List<ShardRound> rounds) {
    return "SELECT count() AS n, if(n = 0, 0, max(_slice) + 1) AS slices FROM %s WHERE %s"
        .formatted(
            part("_round"),
            ShardSql.where(rounds, ShardRound::shard, "_seg = %s", ShardRound::round));
  }

  /**
   * Only what was touched lately is looked at: before that, nothing is stale.
   *
   * @param rounds which also say what is too late for them
   */
  String stale(List<ShardRound> rounds) {
    return """
        SELECT %s FROM
        (
            SELECT %s, max(_seg) AS touched FROM %s WHERE (%s)%s GROUP BY %s
        ) AS d
        LEFT ANY JOIN
        (
            SELECT %s, max(_seg) AS newest FROM %s WHERE %s GROUP BY %s
        ) AS b
        ON %s
        WHERE d.touched >= ifNull(b.newest, 0) AND (%s)
        """
        .formatted(
            Stream.concat(keys.stream(), Stream.of("_shard"))
                .map(key -> "d.%s AS %s".formatted(name(key), name(key)))
                .collect(Collectors.joining(", ")),
            shardKeys(),
            part("_dirty"),
            ShardSql.where(rounds, ShardRound::shard, "_seg >= %s", ShardRound::clean),
            andCounted(),
            shardKeys(),
            shardKeys(),
            part("_base"),
            ShardSql.where(rounds, ShardRound::shard, "_seg > %s", ShardRound::clean),
            shardKeys(),
            Stream.concat(keys.stream(), Stream.of("_shard"))
                .map(key -> "d.%s <=> b.%s".formatted(name(key), name(key)))
                .collect(Collectors.joining(" AND ")),
            ShardSql.where(rounds, ShardRound::shard, "d.touched < %s", ShardRound::round));
  }

  /**
   * Counts the rows of earlier segments: those of later ones count by themselves, or make the
   * bucket stale again.
   */
  String rebuild(List<ShardSlice> shards, int slice) {
    return "INSERT INTO %s (%s, _seg, _base, %s) SELECT %s, %s, 1, %s FROM %s WHERE (%s) AND %s"
        .formatted(
            part("_data"),
            shardKeys(),
            names(states),
            shardKeys(),
            ShardSql.choose(shards, ShardSlice::shard, ShardSlice::base),
            names(states),
            part("_rebuild"),
            ShardSql.where(shards, ShardSlice::shard, "_seg < %s", ShardSlice::base),
            isIn(inSlice(shards, slice)));
  }

  /**
   * Puts the rebuilt buckets in force, all at once; those that are empty by now, too. But for what
   * was touched in a later segment: this writer has stood still meanwhile, another one corrects the
   * bucket, and rows that it has written are not in the count.
   */
  String putInForce(List<ShardSlice> shards, int slice) {
    return "INSERT INTO %s (%s, _seg) SELECT %s, %s%s AND (%s) NOT IN (SELECT %s FROM %s WHERE %s)"
        .formatted(
            part("_base"),
            shardKeys(),
            shardKeys(),
            ShardSql.choose(shards, ShardSlice::shard, ShardSlice::base),
            inSlice(shards, slice),
            shardKeys(),
            shardKeys(),
            part("_dirty"),
            ShardSql.where(shards, ShardSlice::shard, "_seg > %s", ShardSlice::base));
  }

  private String inSlice(List<ShardSlice> shards, int slice) {
    return " FROM %s WHERE (%s) AND _slice = %d"
        .formatted(
            part("_round"),
            ShardSql.where(shards, ShardSlice::shard, "_seg = %s", ShardSlice::round),
            slice);
  }

  /**
   * Each key column alone lets its condition reach the sorting key; the tuple makes it exact. A
   * time is a function of the table's, of which ClickHouse skips parts and granules by comparison
   * only.
   */
  private String isIn(String from) {
    List<String> conditions = new ArrayList<>();
    keys.forEach(key -> conditions.add(name(key) + " IN (SELECT " + name(key) + from + ")"));
    times.forEach(
        time -> {
          conditions.add(name(time) + " >= (SELECT min(" + name(time) + ")" + from + ")");
          conditions.add(name(time) + " <= (SELECT max(" + name(time) + ")" + from + ")");
        });
    conditions.add("(" + shardKeys() + ") IN (SELECT " + shardKeys() + from + ")");
    return String.join(" AND ", conditions);
  }

  String countStale() {
    return "SELECT count() AS n FROM " + part("_stale");
  }
}
