-- Rows of public.assignments_outbox: one record per change. It stays empty unless sink.land.l1 is
-- set: the rows that rules keep out are in prejoin_rejects.
CREATE TABLE IF NOT EXISTS assignments_outbox
(
    aggregate_type  String,
    aggregate_id    String,
    event_type      String,
    payload         String,
    created_at      DateTime64(3),

    _key            Int64 COMMENT 'the primary key of the source',
    _shard          UInt32 COMMENT 'the topic partition: the one writer of this row',
    _version        UInt128 COMMENT 'incarnation, place in L1, place in this topic, restate',
    _deleted        UInt8,
    _correction     UInt8 COMMENT '1: not for materialized views, which have seen this row before',
    _seg            UInt64 COMMENT 'the segment of the writer',
    _matched        UInt32 COMMENT 'bit i: lookup i found a row',
    _seen           Array(Int64) COMMENT 'how far each lookup''s dimension had been read',
    PROJECTION by_key (SELECT * ORDER BY _key)
)
ENGINE = ReplacingMergeTree(_version, _deleted)
PARTITION BY toYYYYMM(created_at)
ORDER BY (created_at, _key)
SETTINGS deduplicate_merge_projection_mode = 'rebuild', index_granularity = 1024, min_compress_block_size = 4096, max_compress_block_size = 16384;
