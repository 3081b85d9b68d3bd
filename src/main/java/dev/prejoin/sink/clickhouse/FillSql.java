package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.text;

import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Fill;
import dev.prejoin.sink.Segment;
import dev.prejoin.sink.ShardRound;
import dev.prejoin.sink.Warehouse;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The statements that say what is to be counted from all rows, and how far that is. */
final class FillSql {
  /** The part that says where a fill began in a shard. */
  static final String BEGIN = "";

  /** The part that says that a shard is whole. */
  static final String WHOLE = "whole";

  static final String REQUESTS =
      "SELECT aggregate, landing, request, paused FROM prejoin_fills FINAL ORDER BY request, aggregate";

  private FillSql() {}

  /** Where each began in its shards, and of which it is whole; of whatever request. */
  static String standings() {
    return """
        SELECT aggregate, request, _shard, maxIf(p._seg, part = '') AS since,
               maxIf(p._seg, part = 'whole') AS whole
        FROM prejoin_filled AS p WHERE part IN ('', 'whole')
        GROUP BY aggregate, request, _shard ORDER BY aggregate, request, _shard
        """;
  }

  static String parts(Fill fill) {
    return """
        SELECT _shard, part, max(p._seg) AS since FROM prejoin_filled AS p
        WHERE aggregate = %s AND request = %d AND part NOT IN ('', 'whole')
        GROUP BY _shard, part ORDER BY _shard, part
        """
        .formatted(text(fill.aggregate()), fill.request());
  }

  static String partitions(Relation relation) {
    return """
        SELECT partition_id AS part FROM system.parts
        WHERE database = currentDatabase() AND table = %s AND active
        GROUP BY part ORDER BY part DESC
        """
        .formatted(text(relation.name()));
  }

  /** The rows of a part that came before a fill, as a condition on the table. */
  static String before(String part, List<ShardRound> rounds) {
    return "_partition_id = %s AND (%s)"
        .formatted(
            text(part), ShardSql.where(rounds, ShardRound::shard, "_seg < %s", ShardRound::clean));
  }

  static String begin(Fill fill, Map<Integer, Segment> since) {
    return record(fill, BEGIN, since) + " WHERE 1";
  }

  /** A part, for those shards of which no bucket is left. */
  static String filled(Fill fill, String part, List<ShardRound> rounds, Aggregate aggregate) {
    String unfilled = aggregate.unfilled(rounds, part.equals(Warehouse.STATES));
    Map<Integer, Segment> since =
        rounds.stream().collect(Collectors.toMap(ShardRound::shard, ShardRound::clean));
    return record(fill, part, since)
        + " WHERE shard NOT IN (SELECT _shard FROM (%s))".formatted(unfilled);
  }

  /** All of it, for those shards of which each part is recorded. */
  static String whole(Fill fill, Map<Integer, Segment> since, List<String> parts) {
    return record(fill, WHOLE, since)
        + """
         WHERE (shard, seg) IN
        (
            SELECT _shard, since FROM
            (
                SELECT _shard, part, max(p._seg) AS since FROM prejoin_filled AS p
                WHERE aggregate = %s AND request = %d AND part IN (%s) GROUP BY _shard, part
            )
            GROUP BY _shard, since HAVING count() = %d
        )
        """
            .formatted(
                text(fill.aggregate()),
                fill.request(),
                parts.stream().map(Literals::text).collect(Collectors.joining(", ")),
                parts.size());
  }

  private static String record(Fill fill, String part, Map<Integer, Segment> since) {
    return """
        INSERT INTO prejoin_filled (aggregate, request, _shard, part, _seg)
        SELECT %s, %d, shard, %s, seg FROM values('shard UInt32, seg UInt64', %s)"""
        .formatted(
            text(fill.aggregate()),
            fill.request(),
            text(part),
            since.entrySet().stream()
                .map(
                    one ->
                        "(%d, %s)"
                            .formatted(
                                one.getKey(), Long.toUnsignedString(one.getValue().packed())))
                .collect(Collectors.joining(", ")));
  }
}
