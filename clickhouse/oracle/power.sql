-- What the aggregates of the power pipeline must say, in plain SQL over the joined rows, and how a
-- dashboard asks for it. `prejoin demo --once` and `prejoin chaos` compare the two.
--
-- Format: a mark is a line that begins with "-- @".
--   source NAME TABLE  a source whose rows are read from another table or view than its own, as rows
--                      were removed there that count on (deletes = 'ignore')
--   aggregate NAME     begins one
--   keys A, B          the columns that name a bucket: one row for each, in both queries
--   approximate C      columns that may differ by 1e-9 of their value; all others must be equal
--   expected           a query over the tables that the pipeline's own SQL filled from the source
--   actual             a query over what was landed; it gives the same columns by the same names

-- @aggregate l4_power_agg_stats
-- @keys ts_hour, device_id, customer_id, building_type, latitude, longitude
-- @expected
SELECT
    toStartOfHour(timestamp) AS ts_hour,
    device_id,
    customer_id,
    building_type,
    latitude,
    longitude,
    count(power_usage_kWh) AS final_count,
    sum(power_usage_kWh)   AS final_sum,
    min(power_usage_kWh)   AS final_min,
    max(power_usage_kWh)   AS final_max
FROM l3_power_joined
GROUP BY ts_hour, device_id, customer_id, building_type, latitude, longitude;
-- @actual
SELECT
    ts_hour,
    device_id,
    customer_id,
    building_type,
    latitude,
    longitude,
    countMerge(usage_count) AS final_count,
    sumMerge(usage_sum)     AS final_sum,
    minMerge(usage_min)     AS final_min,
    maxMerge(usage_max)     AS final_max
FROM l4_power_agg_stats
GROUP BY ts_hour, device_id, customer_id, building_type, latitude, longitude;

-- @aggregate l4_power_agg_hourly
-- @keys ts_hour, device_id, customer_id, building_type, latitude, longitude
-- @approximate avg_kWh
-- @expected
SELECT
    toStartOfHour(timestamp) AS ts_hour,
    device_id,
    customer_id,
    building_type,
    latitude,
    longitude,
    sum(power_usage_kWh) AS total_kWh,
    avg(power_usage_kWh) AS avg_kWh
FROM l3_power_joined
GROUP BY ts_hour, device_id, customer_id, building_type, latitude, longitude;
-- @actual
SELECT
    ts_hour,
    device_id,
    customer_id,
    building_type,
    latitude,
    longitude,
    total_kWh,
    avg_kWh
FROM l4_power_agg_hourly;
