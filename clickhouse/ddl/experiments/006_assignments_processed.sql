-- Rows of assignments_outbox that passed every rule of assignments_processor_mv. Exact reads take
-- FINAL.
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
    _changed       Int64 DEFAULT -1 COMMENT 'where its topic changed the row last; -1 is before all'
)
ENGINE = ReplacingMergeTree(_version, _deleted)
ORDER BY (experiment_id, user_id);
