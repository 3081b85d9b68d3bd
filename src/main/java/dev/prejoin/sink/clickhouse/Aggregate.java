package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.name;
import static dev.prejoin.sink.clickhouse.Literals.names;

import dev.prejoin.schema.Relation;
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
    return "INSERT INTO %s (%s, _seg) SELECT DISTINCT %s, toUInt64(%s) FROM %s WHERE _shard = %d AND _key IN %s"
        .formatted(
            part("_dirty"),
            shardKeys(),
            shardKeys(),
            Long.toUnsignedString(segment),
            part(BUCKETS),
            shard,
            Literals.keys(relation.key(), rowKeys));
  }

  /**
   * Each key column alone lets its condition reach the sorting key; the tuple makes it exact. A
   * time is a function of the table's, of which ClickHouse skips parts and granules by comparison
   * only.
   */
  String rebuild(int shard, long segment) {
    List<String> conditions = new ArrayList<>();
    for (String key : keys) {
      conditions.add(
          "%s IN (SELECT %s FROM %s WHERE _shard = %d)"
              .formatted(name(key), name(key), part("_stale"), shard));
    }
    for (String time : times) {
      for (String bound : List.of(">= (SELECT min", "<= (SELECT max")) {
        conditions.add(
            "%s %s(%s) FROM %s WHERE _shard = %d)"
                .formatted(name(time), bound, name(time), part("_stale"), shard));
      }
    }
    conditions.add(
        "(%s) IN (SELECT %s FROM %s WHERE _shard = %d)"
            .formatted(names(keys), names(keys), part("_stale"), shard));
    return "INSERT INTO %s (%s, _seg, _base, %s) SELECT %s, toUInt64(%s), 1, %s FROM %s WHERE _shard = %d AND %s"
        .formatted(
            part("_data"),
            shardKeys(),
            names(states),
            shardKeys(),
            Long.toUnsignedString(segment),
            names(states),
            part("_rebuild"),
            shard,
            String.join(" AND ", conditions));
  }

  /** Puts the rebuilt buckets in force, all at once; those that are empty by now, too. */
  String putInForce(int shard, long segment) {
    return "INSERT INTO %s (%s, _seg) SELECT %s, toUInt64(%s) FROM %s WHERE _shard = %d"
        .formatted(
            part("_base"),
            shardKeys(),
            shardKeys(),
            Long.toUnsignedString(segment),
            part("_stale"),
            shard);
  }

  String countStale() {
    return "SELECT count() AS n FROM " + part("_stale");
  }

  String countStale(int shard) {
    return countStale() + " WHERE _shard = " + shard;
  }
}
