package dev.prejoin.sink.clickhouse;

import com.clickhouse.client.api.query.GenericRecord;
import dev.prejoin.schema.Relation;
import dev.prejoin.sink.Fill;
import dev.prejoin.sink.Segment;
import dev.prejoin.sink.ShardRound;
import dev.prejoin.sink.StaleBuckets;
import dev.prejoin.sink.Warehouse;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is asked for of aggregates, and how far it is. */
final class FillTables {
  private final ClickHouse clickHouse;

  FillTables(ClickHouse clickHouse) {
    this.clickHouse = clickHouse;
  }

  /** In the order in which they were asked for. */
  List<Fill> fills() {
    List<GenericRecord> requests = clickHouse.rows(FillSql.REQUESTS);
    if (requests.isEmpty()) {
      return List.of();
    }
    Map<String, Map<Integer, Fill.Standing>> standings = new HashMap<>();
    for (GenericRecord row : clickHouse.rows(FillSql.standings())) {
      Segment since = segment(row, "since");
      if (!since.equals(Segment.NONE)) {
        standings
            .computeIfAbsent(of(row), key -> new HashMap<>())
            .put(
                (int) row.getLong("_shard"),
                new Fill.Standing(since, segment(row, "whole").equals(since)));
      }
    }
    return requests.stream()
        .map(
            row ->
                new Fill(
                    row.getString("aggregate"),
                    row.getString("landing"),
                    request(row),
                    row.getLong("paused") == 1,
                    standings.getOrDefault(of(row), Map.of())))
        .toList();
  }

  private static String of(GenericRecord row) {
    return row.getString("aggregate") + " " + request(row);
  }

  private static long request(GenericRecord row) {
    return row.getBigInteger("request").longValue();
  }

  private static Segment segment(GenericRecord row, String column) {
    return Segment.unpack(row.getBigInteger(column).longValue());
  }

  List<String> partitions(Relation relation) {
    return clickHouse.rows(FillSql.partitions(relation)).stream()
        .map(row -> row.getString("part"))
        .toList();
  }

  /** Those parts that are counted since the fill began in the shard. */
  Map<Integer, Set<String>> parts(Fill fill) {
    Map<Integer, Set<String>> parts = new HashMap<>();
    for (GenericRecord row : clickHouse.rows(FillSql.parts(fill))) {
      int shard = (int) row.getLong("_shard");
      if (segment(row, "since").equals(fill.since(shard))) {
        parts.computeIfAbsent(shard, key -> new HashSet<>()).add(row.getString("part"));
      }
    }
    return parts;
  }

  /**
   * Keeps the buckets that are left of a part as a round.
   *
   * @param settings that choose the part's rows
   */
  StaleBuckets findUnfilled(
      Aggregate aggregate,
      Map<String, String> settings,
      String part,
      List<ShardRound> rounds,
      int bucketsPerSlice) {
    clickHouse.execute(
        aggregate.findUnfilled(rounds, part.equals(Warehouse.STATES), bucketsPerSlice), settings);
    GenericRecord found = clickHouse.rows(aggregate.countRound(rounds)).get(0);
    return new StaleBuckets(found.getLong("n"), (int) found.getLong("slices"));
  }
}
