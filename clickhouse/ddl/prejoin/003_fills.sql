-- Aggregates that are to be counted anew from all rows that are there: as they were made when there
-- were rows already, or as ./prejoin rebuild asked for it. Of each aggregate the last request holds.
-- Reads take FINAL.
CREATE TABLE IF NOT EXISTS prejoin_fills
(
    aggregate  String,
    landing    String COMMENT 'the table whose rows it counts',
    request    UInt64 COMMENT 'its number; a later one begins anew',
    paused     UInt8 COMMENT '1: nothing is counted for now',
    at         DateTime64(3, 'UTC') DEFAULT now64(3),
    _version   UInt64 COMMENT 'of requests, pauses and resumptions the last holds'
)
ENGINE = ReplacingMergeTree(_version)
ORDER BY aggregate;

-- How far they are, in each shard and part of the table. A bucket is counted when its base is of
-- _seg or a later segment. The part '' says from which segment on rows need no base; 'states' is of
-- buckets that had states; 'whole' of all parts.
CREATE TABLE IF NOT EXISTS prejoin_filled
(
    aggregate  String,
    request    UInt64,
    _shard     UInt32,
    part       String COMMENT 'a partition of the table, as ClickHouse names it',
    _seg       SimpleAggregateFunction(max, UInt64) COMMENT 'where the fill began in the shard',
    at         SimpleAggregateFunction(max, DateTime64(3, 'UTC')) DEFAULT now64(3)
)
ENGINE = AggregatingMergeTree
ORDER BY (aggregate, request, _shard, part);
