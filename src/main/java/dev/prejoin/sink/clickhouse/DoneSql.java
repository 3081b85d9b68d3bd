package dev.prejoin.sink.clickhouse;

import static dev.prejoin.sink.clickhouse.Literals.text;

import dev.prejoin.sink.Advance;
import dev.prejoin.sink.Done;
import dev.prejoin.sink.ShardRound;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The statements that record what is done, each with its condition in it: no backup is restored
 * between the question and the answer.
 */
final class DoneSql {
  private DoneSql() {}

  /** Of those shards of which enough is recorded already. */
  static String advance(List<Advance> steps) {
    return advance(steps, "_clean");
  }

  /**
   * As {@link #advance}, and that nothing is stale which was touched before a round.
   *
   * @param stale what is, in each aggregate: selects with the column {@code _shard}
   */
  static String recordClean(List<Advance> steps, List<ShardRound> rounds, List<String> stale) {
    String isStale =
        stale.stream()
            .map("_shard IN (SELECT _shard FROM (%s))"::formatted)
            .collect(Collectors.joining(" OR "));
    return advance(
        steps,
        "if(%s, _clean, %s)"
            .formatted(isStale, ShardSql.choose(rounds, ShardRound::shard, ShardRound::round)));
  }

  private static String advance(List<Advance> steps, String clean) {
    return """
    INSERT INTO prejoin_done (topic, topic_id, _shard, position, _seg, _clean)
    SELECT topic, topic_id, _shard, position, _seg, %s
    FROM values('topic String, topic_id String, _shard UInt32, position Int64, _seg UInt64, _clean UInt64, begin Int64', %s) AS step
    INNER JOIN
    (
        SELECT topic, topic_id, _shard, max(prejoin_done.position) AS furthest
        FROM prejoin_done GROUP BY topic, topic_id, _shard
    ) AS recorded USING (topic, topic_id, _shard)
    WHERE furthest >= begin
    """
        .formatted(clean, steps.stream().map(DoneSql::values).collect(Collectors.joining(", ")));
  }

  private static String values(Advance step) {
    Done to = step.to();
    return "(%s, %s, %d, %d, %s, %s, %d)"
        .formatted(
            text(to.topic()),
            text(to.topicId()),
            to.shard(),
            to.position(),
            Long.toUnsignedString(to.segment().packed()),
            Long.toUnsignedString(to.clean().packed()),
            step.from());
  }
}
