-- What has landed for good: one row per shard (a topic's partition), its position the next to land.
-- It lies beside the rows, so that a restored backup or a loss of power shows as a difference
-- between this and the offset that Kafka has.
CREATE TABLE IF NOT EXISTS prejoin_done
(
    topic     String,
    topic_id  String COMMENT 'Kafka''s id of the topic: positions start again when a topic is made anew',
    _shard    UInt32,
    position  SimpleAggregateFunction(max, Int64),
    _seg      SimpleAggregateFunction(max, UInt64) COMMENT 'the writer''s segment: owner epoch, then counter',
    _clean    SimpleAggregateFunction(max, UInt64) COMMENT 'no bucket waits to be counted anew that was touched before this segment',
    at        SimpleAggregateFunction(max, DateTime64(3, 'UTC')) DEFAULT now64(3)
)
ENGINE = AggregatingMergeTree
ORDER BY (topic, topic_id, _shard);
