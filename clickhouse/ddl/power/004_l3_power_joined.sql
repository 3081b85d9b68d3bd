-- Rows of l2_power_cleaned, joined with device_metadata by mv_l2_to_l3; without a row of
-- device_metadata, its columns have their types' defaults. Exact reads of this table take FINAL;
-- aggregates of it need none.
-- The lookup key leads the sorting key, so that a change of one row of a dimension finds its facts
-- quickly; timestamp is the first column of time, so the table is cut by its months; _key ends the
-- sorting key, so that no two facts become one. The projection finds the earlier versions of a fact
-- that was updated or deleted; granules and compressed blocks are small, as corrections read few
-- rows each. Another order is yours to choose, of columns only and _key last.
CREATE TABLE IF NOT EXISTS l3_power_joined
(
    timestamp        DateTime,
    device_id        UInt32,
    customer_id      String,
    building_type    String,
    latitude         Float64,
    longitude        Float64,
    power_usage_kWh  Float64,

    _key             Int64 COMMENT 'the primary key of the source',
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
ORDER BY (device_id, timestamp, _key)
SETTINGS deduplicate_merge_projection_mode = 'rebuild', index_granularity = 1024, min_compress_block_size = 4096, max_compress_block_size = 16384;
