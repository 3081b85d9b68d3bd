package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;
import static dev.prejoin.sink.clickhouse.Literals.names;

import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Segment;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * An aggregate of a table, found by its names: {@code x_buckets} (whose comment names the table),
 * {@code x_rebuild}, {@code x_stale}, {@code x_dirty}, {@code x_data} and {@code x_base}.
 *
 * @param view the {@code x}
 * @param keys the columns of a bucket
 * @param times those of the keys that are times
 * @param states the columns of its states
 */
record Aggregate(String view, List<String> keys, List<String> times, List<String> states) {
  static final String BUCKETS = "_buckets";

  Aggregate {
    keys = List.copyOf(keys);
    times = List.copyOf(times);
    states = List.copyOf(states);
  }

  private String part(String suffix) {
    return name(view + suffix);
  }

  private String shardKeys() {
    return names(keys) + ", _shard";
  }

  /** Records the buckets of whatever rows the table holds of these keys. */
  String markStale(Relation relation, int shard, Collection<List<Object>> rowKeys, long segment) {
    return markStale(shard, segment) + " AND _key IN " + Literals.keys(relation.key(), rowKeys);
  }

  /** Records the buckets of whatever rows the table gives. */
  String markStale(int shard, long segment) {
    return "INSERT INTO %s (%s, _seg) SELECT DISTINCT %s, toUInt64(%s) FROM %s WHERE _shard = %d"
        .formatted(
            part("_dirty"),
            shardKeys(),
            shardKeys(),
            Long.toUnsignedString(segment),
            part(BUCKETS),
            shard);
  }

  /**
   * Counts the rows of earlier segments: those of later ones count by themselves, or make the
   * bucket stale again.
   */
  String rebuild(int shard, Segment segment) {
    return "INSERT INTO %s (%s, _seg, _base, %s) SELECT %s, %s, 1, %s FROM %s WHERE _shard = %d AND _seg < %s AND %s"
        .formatted(
            part("_data"),
            shardKeys(),
            names(states),
            shardKeys(),
            packed(segment),
            names(states),
            part("_rebuild"),
            shard,
            packed(segment),
            isIn(" FROM " + part("_stale") + before(shard, segment)));
  }

  /**
   * Puts the rebuilt buckets in force, all at once; those that are empty by now, too. A bucket that
   * became stale only after the count has none and is not empty: it waits for the next time.
   */
  String putInForce(int shard, Segment segment) {
    String stale = " FROM " + part("_stale") + before(shard, segment);
    String counted =
        "SELECT %s FROM %s WHERE _shard = %d AND _seg = %s AND _base = 1 AND (%s) IN (SELECT %s%s)"
            .formatted(
                names(keys),
                part("_data"),
                shard,
                packed(segment),
                names(keys),
                names(keys),
                stale);
    String uncounted = stale + " AND (" + names(keys) + ") NOT IN (" + counted + ")";
    return "INSERT INTO %s (%s, _seg) SELECT %s, %s%s AND ((%s) IN (%s) OR (%s) NOT IN (SELECT %s FROM %s%s AND %s))"
        .formatted(
            part("_base"),
            shardKeys(),
            shardKeys(),
            packed(segment),
            stale,
            names(keys),
            counted,
            names(keys),
            names(keys),
            part("_rebuild"),
            before(shard, segment),
            isIn(uncounted));
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
    conditions.add("(" + names(keys) + ") IN (SELECT " + names(keys) + from + ")");
    return String.join(" AND ", conditions);
  }

  private static String before(int shard, Segment segment) {
    return " WHERE _shard = %d AND _seg < %s".formatted(shard, packed(segment));
  }

  private static String packed(Segment segment) {
    return "toUInt64(" + Long.toUnsignedString(segment.packed()) + ")";
  }

  String countStale() {
    return "SELECT count() AS n FROM " + part("_stale");
  }

  String countStale(int shard) {
    return countStale() + " WHERE _shard = " + shard;
  }
}
