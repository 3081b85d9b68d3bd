-- L4: usage per hour and device, as states. Users query the view l4_power_agg_stats (006).
--
-- Two things differ from the usual recipe, ORDER BY (ts_hour, device_id):
-- * Every GROUP BY column is in the sorting key. Outside it, AggregatingMergeTree would merge rows
--   of unlike customers or buildings into one and keep any of their values; current servers
--   refuse that (code 36), older ones did it silently.
-- * _shard, _seg and _base tell who wrote a state and when. Rows of _base = 0 come from the
--   materialized view, in segments of their writer. A correction appends a row of _base = 1, the
--   whole bucket counted anew, and l4_power_agg_stats_base says from which segment on it holds.
--   Nothing is deleted, so readers never see a gap.
CREATE TABLE l4_power_agg_stats_data
(
    ts_hour         DateTime,
    device_id       UInt32,
    customer_id     String,
    building_type   String,
    latitude        Float64,
    longitude       Float64,

    _shard          UInt32,
    _seg            UInt64,
    _base           UInt8,

    usage_count     AggregateFunction(count, Float64),
    usage_sum       AggregateFunction(sum, Float64),
    usage_min       AggregateFunction(min, Float64),
    usage_max       AggregateFunction(max, Float64)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(ts_hour)
ORDER BY (ts_hour, device_id, customer_id, building_type, latitude, longitude, _shard, _seg, _base);

-- Which base is in force, per bucket and shard.
CREATE TABLE l4_power_agg_stats_base
(
    ts_hour         DateTime,
    device_id       UInt32,
    customer_id     String,
    building_type   String,
    latitude        Float64,
    longitude       Float64,
    _shard          UInt32,
    _seg            UInt64
)
ENGINE = ReplacingMergeTree(_seg)
ORDER BY (ts_hour, device_id, customer_id, building_type, latitude, longitude, _shard);

-- Buckets that a correction touched, with the segment in which it did. A bucket is stale until its
-- base is of a later segment.
CREATE TABLE l4_power_agg_stats_dirty
(
    ts_hour         DateTime,
    device_id       UInt32,
    customer_id     String,
    building_type   String,
    latitude        Float64,
    longitude       Float64,
    _shard          UInt32,
    _seg            UInt64
)
ENGINE = ReplacingMergeTree(_seg)
ORDER BY (ts_hour, device_id, customer_id, building_type, latitude, longitude, _shard);
