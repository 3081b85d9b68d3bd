-- Rows of public.events: one record per change. From here they are sent through the views again
-- when a row of a dimension comes late, changes or goes. Exact reads take FINAL.
CREATE TABLE IF NOT EXISTS experiments_events
(
    event_id       UUID,
    experiment_id  String,
    user_id        String,
    event_type     String,
    timestamp      DateTime64(3),
    properties     String,

    _key           UUID COMMENT 'the primary key of the source',
    _shard         UInt32 COMMENT 'the topic partition: the one writer of this row',
    _version       UInt128 COMMENT 'incarnation, place in L1, place in this topic, restate',
    _deleted       UInt8,
    _correction    UInt8 COMMENT '1: not for materialized views, which have seen this row before',
    _seg           UInt64 COMMENT 'the segment of the writer',
    _matched       UInt32 COMMENT 'bit i: lookup i found a row',
    _seen          Array(Int64) COMMENT 'how far each lookup''s dimension had been read',
    PROJECTION by_key (SELECT * ORDER BY _key)
)
ENGINE = ReplacingMergeTree(_version, _deleted)
PARTITION BY toYYYYMM(timestamp)
ORDER BY (experiment_id, user_id, timestamp, _key)
SETTINGS deduplicate_merge_projection_mode = 'rebuild', index_granularity = 1024, min_compress_block_size = 4096, max_compress_block_size = 16384;
