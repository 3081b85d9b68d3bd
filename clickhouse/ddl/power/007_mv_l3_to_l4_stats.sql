-- Each row that L3 gets for the first time. Rows of _correction = 1 replace rows that were counted
-- before: their buckets are counted anew instead.
CREATE MATERIALIZED VIEW mv_l3_to_l4_stats
TO l4_power_agg_stats_data
AS
SELECT
    toStartOfHour(timestamp) AS ts_hour,
    device_id,
    customer_id,
    building_type,
    latitude,
    longitude,

    _shard,
    _seg,
    toUInt8(0) AS _base,

    countState(power_usage_kWh) AS usage_count,
    sumState(power_usage_kWh)   AS usage_sum,
    minState(power_usage_kWh)   AS usage_min,
    maxState(power_usage_kWh)   AS usage_max
FROM l3_power_joined
WHERE _correction = 0
GROUP BY
    ts_hour,
    device_id,
    customer_id,
    building_type,
    latitude,
    longitude,
    _shard,
    _seg;
