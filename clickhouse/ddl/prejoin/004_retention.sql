-- From when on a table has all of its rows, as it forgets older ones: by its TTL, or as somebody has
-- said who dropped partitions. It only ever moves on, whatever becomes of the TTL.
CREATE TABLE IF NOT EXISTS prejoin_kept
(
    landing  String COMMENT 'the table',
    since    SimpleAggregateFunction(max, DateTime('UTC')) COMMENT 'the first time of which no row is forgotten'
)
ENGINE = AggregatingMergeTree
ORDER BY landing;

-- Rows that were too old to be taken: of them, aggregates could not be counted anew. One row for each
-- range of offsets that had such. Reads take FINAL.
CREATE TABLE IF NOT EXISTS prejoin_refused
(
    landing  String COMMENT 'the table',
    _shard   UInt32 COMMENT 'the topic partition',
    begin    Int64 COMMENT 'the first offset of the range',
    end      Int64 COMMENT 'behind its last offset',
    rows     UInt64,
    at       DateTime64(3, 'UTC') DEFAULT now64(3)
)
ENGINE = ReplacingMergeTree(at)
ORDER BY (landing, _shard, begin);
