-- Rows of experiments_events that passed every rule of events_processor_mv, joined with
-- assignments_processed, variants, experiments, users by events_processor_mv; without a row of
-- assignments_processed, variants, experiments, users, its columns have their types' defaults.
-- Exact reads of this table take FINAL; aggregates of it need none.
-- The lookup key leads the sorting key, so that a change of one row of a dimension finds its facts
-- quickly; timestamp is the first column of time, so the table is cut by its months; _key ends the
-- sorting key, so that no two facts become one. The projection finds the earlier versions of a fact
-- that was updated or deleted; granules and compressed blocks are small, as corrections read few
-- rows each. Another order is yours to choose, of columns only and _key last.
CREATE TABLE IF NOT EXISTS events_processed
(
    timestamp        DateTime64(3),
    event_id         UUID,
    experiment_id    String,
    user_id          String,
    event_type       String,
    properties       String,
    page             Nullable(String),
    device           Nullable(String),
    value            Nullable(Float32),
    score            Nullable(Int32),
    variant_id       String,
    assignment_at    Nullable(DateTime64(3)),
    variant_name     String,
    experiment_name  String,
    country          String,
    plan             String,
    is_conversion    Bool,
    is_exposure      Bool,
    is_valid         Bool,

    _key             UUID COMMENT 'the primary key of the source',
    _shard           UInt32 COMMENT 'the topic partition: the one writer of this row',
    _version         UInt128 COMMENT 'incarnation, place in L1, place in this topic, restate',
    _deleted         UInt8,
    _correction      UInt8 COMMENT '1: not for materialized views, which have seen this row before',
    _seg             UInt64 COMMENT 'the segment of the writer',
    _matched         UInt32 COMMENT 'bit i: lookup i found a row',
    _seen            Array(Int64) COMMENT 'how far each lookup''s dimension had been read',
    PROJECTION by_key (SELECT * ORDER BY _key)
)
ENGINE = ReplacingMergeTree(_version, _deleted)
PARTITION BY toYYYYMM(timestamp)
ORDER BY (experiment_id, user_id, timestamp, _key)
SETTINGS deduplicate_merge_projection_mode = 'rebuild', index_granularity = 1024, min_compress_block_size = 4096, max_compress_block_size = 16384;
