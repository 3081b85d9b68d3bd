-- The latest row of each key of public.variants. Exact reads take FINAL.
CREATE TABLE IF NOT EXISTS variants
(
    experiment_id    String,
    variant_id       String,
    name             String,
    is_control       Bool,
    traffic_percent  Float64,

    _key             Tuple(String, String) COMMENT 'the primary key of the source',
    _shard           UInt32 COMMENT 'the topic partition: the one writer of this row',
    _version         UInt128 COMMENT 'incarnation, place in L1, place in this topic, restate',
    _deleted         UInt8,
    _correction      UInt8 COMMENT '1: not for materialized views, which have seen this row before',
    _seg             UInt64 COMMENT 'the segment of the writer',
    _matched         UInt32 COMMENT 'bit i: lookup i found a row',
    _seen            Array(Int64) COMMENT 'how far each lookup''s dimension had been read',
    _changed         Int64 DEFAULT -1 COMMENT 'where its topic changed the row last; -1 is before all'
)
ENGINE = ReplacingMergeTree(_version, _deleted)
ORDER BY (experiment_id, variant_id);
