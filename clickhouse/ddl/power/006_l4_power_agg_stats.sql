-- What users query, with -Merge functions as if it were the table of states itself: per bucket and
-- shard the newest base and the segments after it.
-- <=> also matches NULL keys; ifNull is for readers with join_use_nulls = 1.
CREATE VIEW l4_power_agg_stats AS
SELECT
    d.ts_hour AS ts_hour,
    d.device_id AS device_id,
    d.customer_id AS customer_id,
    d.building_type AS building_type,
    d.latitude AS latitude,
    d.longitude AS longitude,
    d.usage_count AS usage_count,
    d.usage_sum AS usage_sum,
    d.usage_min AS usage_min,
    d.usage_max AS usage_max
FROM l4_power_agg_stats_data AS d
LEFT ANY JOIN
(
    SELECT ts_hour, device_id, customer_id, building_type, latitude, longitude, _shard, max(_seg) AS newest
    FROM l4_power_agg_stats_base
    GROUP BY ts_hour, device_id, customer_id, building_type, latitude, longitude, _shard
) AS b
ON d.ts_hour <=> b.ts_hour
    AND d.device_id <=> b.device_id
    AND d.customer_id <=> b.customer_id
    AND d.building_type <=> b.building_type
    AND d.latitude <=> b.latitude
    AND d.longitude <=> b.longitude
    AND d._shard <=> b._shard
WHERE (d._base = 0 AND d._seg > ifNull(b.newest, 0))
   OR (d._base = 1 AND d._seg = ifNull(b.newest, 0));

-- Buckets whose corrections no base has yet.
CREATE VIEW l4_power_agg_stats_stale AS
SELECT
    d.ts_hour AS ts_hour,
    d.device_id AS device_id,
    d.customer_id AS customer_id,
    d.building_type AS building_type,
    d.latitude AS latitude,
    d.longitude AS longitude,
    d._shard AS _shard,
    d.touched AS _seg
FROM
(
    SELECT ts_hour, device_id, customer_id, building_type, latitude, longitude, _shard, max(_seg) AS touched
    FROM l4_power_agg_stats_dirty
    GROUP BY ts_hour, device_id, customer_id, building_type, latitude, longitude, _shard
) AS d
LEFT ANY JOIN
(
    SELECT ts_hour, device_id, customer_id, building_type, latitude, longitude, _shard, max(_seg) AS newest
    FROM l4_power_agg_stats_base
    GROUP BY ts_hour, device_id, customer_id, building_type, latitude, longitude, _shard
) AS b
ON d.ts_hour <=> b.ts_hour
    AND d.device_id <=> b.device_id
    AND d.customer_id <=> b.customer_id
    AND d.building_type <=> b.building_type
    AND d.latitude <=> b.latitude
    AND d.longitude <=> b.longitude
    AND d._shard <=> b._shard
WHERE d.touched >= ifNull(b.newest, 0);

-- Which bucket each row of L3 belongs to, in whatever version. The comment names the table whose
-- rows are counted: by it the sink finds its aggregates.
CREATE VIEW l4_power_agg_stats_buckets AS
SELECT
    _key,
    _shard,
    toStartOfHour(timestamp) AS ts_hour,
    device_id,
    customer_id,
    building_type,
    latitude,
    longitude
FROM l3_power_joined
COMMENT 'l3_power_joined';

-- The aggregate counted anew, for the buckets that the sink names.
CREATE VIEW l4_power_agg_stats_rebuild AS
SELECT
    toStartOfHour(timestamp) AS ts_hour,
    device_id,
    customer_id,
    building_type,
    latitude,
    longitude,
    _shard,
    countState(power_usage_kWh) AS usage_count,
    sumState(power_usage_kWh)   AS usage_sum,
    minState(power_usage_kWh)   AS usage_min,
    maxState(power_usage_kWh)   AS usage_max
FROM l3_power_joined FINAL
GROUP BY
    ts_hour,
    device_id,
    customer_id,
    building_type,
    latitude,
    longitude,
    _shard;
