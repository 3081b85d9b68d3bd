-- Rows of assignments_outbox that passed every rule of assignments_processor_mv. Exact reads of
-- this table take FINAL; aggregates of it need none.
-- _key ends the sorting key, so that no two facts become one. The projection finds the earlier
-- versions of a fact that was updated or deleted; granules and compressed blocks are small, as
-- corrections read few rows each. Another order is yours to choose, of columns only and _key last.
CREATE TABLE IF NOT EXISTS assignments_processed
(
    experiment_id  String,
    user_id        String,
    variant_id     String,
    assignment_at  Nullable(DateTime64(3)),
    cohort_week    Nullable(Date),

    _key           Tuple(String, String) COMMENT 'the primary key of the source',
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
ORDER BY _key
SETTINGS deduplicate_merge_projection_mode = 'rebuild', index_granularity = 1024, min_compress_block_size = 4096, max_compress_block_size = 16384;
