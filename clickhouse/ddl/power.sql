-- The aggregates of the power pipeline as one would write them in ClickHouse over the joined rows.
-- `./prejoin plan --ddl` makes of each what keeps it exact: see the files in power/.

-- L4: usage per hour and device, as states.
CREATE MATERIALIZED VIEW mv_l3_to_l4_stats
TO l4_power_agg_stats
AS
SELECT
    toStartOfHour(timestamp) AS ts_hour,
    device_id,
    customer_id,
    building_type,
    latitude,
    longitude,
    countState(power_usage_kWh) AS usage_count,
    sumState(power_usage_kWh)   AS usage_sum,
    minState(power_usage_kWh)   AS usage_min,
    maxState(power_usage_kWh)   AS usage_max
FROM l3_power_joined
GROUP BY ts_hour, device_id, customer_id, building_type, latitude, longitude;

-- L4: usage per hour and device, as plain numbers. A SummingMergeTree with an hourly view on it
-- would add up averages and coordinates too whenever two parts merge; an average can only be
-- computed at the end, from sum and count, so this is a view of the states.
CREATE VIEW IF NOT EXISTS l4_power_agg_hourly AS
SELECT
    ts_hour,
    device_id,
    customer_id,
    building_type,
    latitude,
    longitude,
    sumMerge(usage_sum)                           AS total_kWh,
    sumMerge(usage_sum) / countMerge(usage_count) AS avg_kWh
FROM l4_power_agg_stats
GROUP BY
    ts_hour,
    device_id,
    customer_id,
    building_type,
    latitude,
    longitude;
