package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;
import static dev.prejoin.sink.clickhouse.Literals.names;

import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Segment;
import dev.prejoin.sink.ShardFloor;
import dev.prejoin.sink.ShardRound;
import dev.prejoin.sink.ShardSlice;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An aggregate of a table, found by its names: {@code x_buckets} (whose comment names the table),
 * {@code x_rebuild}, {@code x_stale}, {@code x_dirty}, {@code x_round}, {@code x_data}, {@code
 * x_base} and {@code x_floor}.
 *
 * @param view the {@code x}
 * @param keys the columns of a bucket; none if all rows of a shard are one
 * @param times those of the keys that are times
 * @param sorted those that are columns by which the table is sorted, in that order
 * @param unsorted those that are other columns of the table
 * @param states the columns of its states
 * @param bucket the keys and the shard as one number, by which states find their base
 * @param counted which buckets can be counted anew, as a condition on the keys; empty if all can
 */
record Aggregate(
    String view,
    List<String> keys,
    List<String> times,
    List<String> sorted,
    List<String> unsorted,
    List<String> states,
    String bucket,
    Optional<String> counted) {
  static final String BUCKETS = "_buckets";

  Aggregate {
    keys = List.copyOf(keys);
    times = List.copyOf(times);
    sorted = List.copyOf(sorted);
    unsorted = List.copyOf(unsorted);
    states = List.copyOf(states);
  }

  /** The same, of which only some buckets can be counted anew. */
  Aggregate counting(Optional<String> condition) {
    return new Aggregate(view, keys, times, sorted, unsorted, states, bucket, condition);
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
            order(),
            bucketsPerSlice,
            stale(rounds));
  }

  /**
   * The newest month first, as tables are cut by months, and within it as the table's rows are
   * sorted: so a slice of the buckets is read from a part of the table, not from all of it.
   */
  private String order() {
    List<String> order = new ArrayList<>();
    times.forEach(time -> order.add("toStartOfMonth(" + name(time) + ") DESC"));
    sorted.forEach(key -> order.add(name(key)));
    keys.stream().filter(key -> !sorted.contains(key)).forEach(key -> order.add(name(key)));
    order.add("_shard");
    return String.join(", ", order);
  }

  /**
   * Keeps the buckets that a fill has not counted yet as a round.
   *
   * @param states whether those of states, and not of the rows that the table gives
   */
  String findUnfilled(List<ShardRound> rounds, boolean states, int bucketsPerSlice) {
    return """
        INSERT INTO %s (%s, _seg, _slice)
        SELECT %s, %s, intDiv(row_number() OVER (ORDER BY %s) - 1, %d) FROM (%s)
        """
        .formatted(
            part("_round"),
            shardKeys(),
            shardKeys(),
            ShardSql.choose(rounds, ShardRound::shard, ShardRound::round),
            order(),
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
    // The number is made of a bucket, not of each of its rows.
    return "SELECT * FROM (SELECT DISTINCT %s FROM %s WHERE (%s)%s) WHERE %s NOT IN (SELECT _bucket FROM %s WHERE %s)"
        .formatted(
            shardKeys(),
            part(states ? "_data" : BUCKETS),
            states ? before(rounds) : inShards(rounds),
            andCounted(),
            bucket,
            part("_base"),
            ShardSql.where(rounds, ShardRound::shard, "_seg >= %s", ShardRound::clean));
  }

  private static String inShards(List<ShardRound> rounds) {
    return "_shard IN (%s)"
        .formatted(ShardSql.list(rounds.stream().map(ShardRound::shard).toList()));
  }

  /** States from before a fill, and what a fold has made of such. */
  private String before(List<ShardRound> rounds) {
    return "(%s) OR (%s AND _base = 1 AND (_shard, _seg) IN (SELECT _shard, _seg FROM %s FINAL))"
        .formatted(
            ShardSql.where(rounds, ShardRound::shard, "_seg < %s", ShardRound::clean),
            inShards(rounds),
            part("_floor"));
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
            SELECT %s, _bucket, max(_seg) AS touched FROM %s WHERE (%s)%s GROUP BY %s, _bucket
        ) AS d
        LEFT ANY JOIN
        (
            SELECT _bucket, max(_seg) AS newest FROM %s WHERE %s GROUP BY _bucket
        ) AS b
        ON d._bucket = b._bucket
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
            part("_base"),
            ShardSql.where(rounds, ShardRound::shard, "_seg > %s", ShardRound::clean),
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
    return "INSERT INTO %s (_bucket, _shard, _seg) SELECT _bucket, _shard, %s%s AND _bucket NOT IN (SELECT _bucket FROM %s WHERE %s)"
        .formatted(
            part("_base"),
            ShardSql.choose(shards, ShardSlice::shard, ShardSlice::base),
            inSlice(shards, slice),
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
   * Each key column alone lets its condition reach the sorting key, and those that are of the
   * sorting key together leave few rows to be put together by FINAL; the tuple of all makes it
   * exact. A time is a function of the table's, of which ClickHouse skips parts and granules by
   * comparison only.
   */
  private String isIn(String from) {
    List<String> conditions = new ArrayList<>();
    keys.stream()
        .filter(key -> !unsorted.contains(key) && !times.contains(key))
        .forEach(key -> conditions.add(isIn(List.of(key), from)));
    times.forEach(
        time -> {
          conditions.add(name(time) + " >= (SELECT min(" + name(time) + ")" + from + ")");
          conditions.add(name(time) + " <= (SELECT max(" + name(time) + ")" + from + ")");
        });
    List<String> early = Stream.concat(times.stream(), sorted.stream()).distinct().toList();
    if (early.size() > 1 || !times.isEmpty()) {
      conditions.add(isIn(early, from));
    }
    conditions.add(isIn(Stream.concat(keys.stream(), Stream.of("_shard")).toList(), from));
    return String.join(" AND ", conditions);
  }

  private static String isIn(List<String> columns, String from) {
    return "(%s) IN (SELECT %s%s)".formatted(names(columns), names(columns), from);
  }

  /**
   * How many bases are in force one by one, and how many rows of states there are, without those
   * below the floors.
   */
  String countBases(Collection<Integer> shards) {
    return """
    SELECT
        (
            SELECT count() FROM %s AS b FINAL LEFT ANY JOIN %s AS f FINAL ON b._shard = f._shard
            WHERE b._shard IN (%s) AND b._seg > f._seg
        ) AS bases,
        (%s) AS n
    """
        .formatted(part("_base"), part("_floor"), ShardSql.list(shards), select("count()", shards));
  }

  /** About how many buckets those rows are of. */
  String countBuckets(Collection<Integer> shards) {
    return select("uniqCombined(_bucket) AS n", shards);
  }

  /** Something of the rows of states that are not below the floors. */
  private String select(String what, Collection<Integer> shards) {
    return "SELECT %s FROM %s WHERE _shard IN (%s) AND NOT (%s)"
        .formatted(
            what, part("_data"), ShardSql.list(shards), belowFloor(floors(shards, Duration.ZERO)));
  }

  /**
   * What the view shows of a slice of all buckets, as bases of the floors' segments. The states are
   * copied as they are: those of a bucket come together when parts are merged, or when it is read.
   */
  String copyInForce(List<ShardFloor> shards, int slice, int slices) {
    return """
    INSERT INTO %s (%s, _seg, _base, %s)
    SELECT %s, %s, 1, %s FROM
    (
        SELECT * FROM %s WHERE (%s)%s
    ) AS d
    LEFT ANY JOIN %s AS b FINAL ON d._bucket = b._bucket
    LEFT ANY JOIN %s AS f FINAL ON d._shard = f._shard
    WHERE (d._base = 0 AND d._seg > greatest(b._seg, f._seg))
       OR (d._base = 1 AND d._seg = greatest(b._seg, f._seg))
    """
        .formatted(
            part("_data"),
            shardKeys(),
            names(states),
            Stream.concat(keys.stream(), Stream.of("_shard"))
                .map(key -> "d." + name(key))
                .collect(Collectors.joining(", ")),
            ShardSql.choose("d._shard", shards, ShardFloor::shard, ShardFloor::floor),
            states.stream().map(state -> "d." + name(state)).collect(Collectors.joining(", ")),
            part("_data"),
            ShardSql.where(shards, ShardFloor::shard, "_seg < %s", ShardFloor::floor),
            slices == 1 ? "" : " AND _bucket %% %d = %d".formatted(slices, slice),
            part("_base"),
            part("_floor"));
  }

  /** Notes in the table of rounds that a slice of a fold is there. */
  String noteSlice(List<ShardFloor> shards, int slice) {
    return "INSERT INTO %s (_shard, _seg, _slice) VALUES %s"
        .formatted(
            part("_round"),
            shards.stream()
                .map(
                    shard ->
                        "(%d, %s, %d)"
                            .formatted(
                                shard.shard(),
                                Long.toUnsignedString(shard.floor().packed()),
                                slice))
                .collect(Collectors.joining(", ")));
  }

  /** Floors as bases of all buckets, of those shards of which every slice is there. */
  String raiseFloor(List<ShardFloor> shards, int slices) {
    return "INSERT INTO %s (_shard, _seg) SELECT _shard, _seg FROM %s WHERE %s GROUP BY _shard, _seg HAVING uniqExact(_slice) = %d"
        .formatted(
            part("_floor"),
            part("_round"),
            ShardSql.where(shards, ShardFloor::shard, "_seg = %s", ShardFloor::floor),
            slices);
  }

  /** The floors that have been in force for a while. */
  String floors(Collection<Integer> shards, Duration grace) {
    return "SELECT _shard, _seg FROM %s FINAL WHERE _shard IN (%s) AND _at <= now() - %d ORDER BY _shard"
        .formatted(part("_floor"), ShardSql.list(shards), grace.toSeconds());
  }

  /** The tables in which something is below its floor. */
  List<String> folded() {
    return List.of(view + "_base", view + "_data");
  }

  /**
   * What is below the floors in a table.
   *
   * @param floors selects them
   */
  static String belowFloor(String floors) {
    return "_seg < transform(_shard, (SELECT groupArray(_shard) FROM (%s)), (SELECT groupArray(_seg) FROM (%s)), toUInt64(0))"
        .formatted(floors, floors);
  }

  String countStale() {
    return "SELECT count() AS n FROM " + part("_stale");
  }
}
