-- L3: readings with what was known of their device. Exact reads of this table take FINAL; the
-- aggregates below need none.
-- The lookup key leads the sorting key, so that a change of one device's metadata finds its
-- readings quickly; _key ends it, so that two readings of one second stay two. The projection
-- finds the earlier versions of a reading that was updated or deleted.
CREATE TABLE l3_power_joined
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
SETTINGS deduplicate_merge_projection_mode = 'rebuild';
