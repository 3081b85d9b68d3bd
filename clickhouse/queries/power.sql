-- What the console's dashboard of the power pipeline asks ClickHouse. Each query is answered at
-- /api/queries/NAME, with its parameters in the address.
--
-- The filters are the same everywhere, and an empty one keeps everything:
--   from, to    hours that begin at or after the one, and before the other: a UTC instant or a date,
--               such as 2026-11-23T10:00:00Z or 2026-11-23
--   building    a building type
--   customer    a customer_id
--   device      a device_id
-- Readings of devices without metadata have neither building type nor customer: (none) keeps those.
--
-- All of them read l4_power_agg_stats: l4_power_agg_hourly is a view of it that groups once more, and
-- averages that are there already cannot be averaged further.

-- @query hourly_usage from= to= building= customer= device=
-- Each hour that has readings.
SELECT
    ts_hour,
    sumMerge(usage_sum)     AS total_usage,
    countMerge(usage_count) AS readings
FROM l4_power_agg_stats
WHERE ts_hour >= parseDateTimeBestEffort(if({from:String} = '', '1970-01-01', {from:String}), 'UTC')
  AND ts_hour < parseDateTimeBestEffort(if({to:String} = '', '2106-01-01', {to:String}), 'UTC')
  AND ({building:String} = '' OR building_type = if({building:String} = '(none)', '', {building:String}))
  AND ({customer:String} = '' OR customer_id = if({customer:String} = '(none)', '', {customer:String}))
  AND ({device:String} = '' OR device_id = accurateCast(if({device:String} = '', '0', {device:String}), 'UInt32'))
GROUP BY ts_hour
ORDER BY ts_hour;

-- @query usage_by_hour_of_day from= to= building= customer= device=
-- Each hour of the day, 0 to 23 of UTC, that has readings.
SELECT
    toHour(ts_hour, 'UTC')                        AS hour_of_day,
    sumMerge(usage_sum)                           AS total_usage,
    sumMerge(usage_sum) / countMerge(usage_count) AS avg_usage
FROM l4_power_agg_stats
WHERE ts_hour >= parseDateTimeBestEffort(if({from:String} = '', '1970-01-01', {from:String}), 'UTC')
  AND ts_hour < parseDateTimeBestEffort(if({to:String} = '', '2106-01-01', {to:String}), 'UTC')
  AND ({building:String} = '' OR building_type = if({building:String} = '(none)', '', {building:String}))
  AND ({customer:String} = '' OR customer_id = if({customer:String} = '(none)', '', {customer:String}))
  AND ({device:String} = '' OR device_id = accurateCast(if({device:String} = '', '0', {device:String}), 'UInt32'))
GROUP BY hour_of_day
ORDER BY hour_of_day;

-- @query usage_by_day_of_week from= to= building= customer= device=
-- Each day of the week, 1 for Monday to 7 for Sunday of UTC, that has readings.
SELECT
    toDayOfWeek(ts_hour, 0, 'UTC')                AS day_of_week,
    sumMerge(usage_sum)                           AS total_usage,
    sumMerge(usage_sum) / countMerge(usage_count) AS avg_usage
FROM l4_power_agg_stats
WHERE ts_hour >= parseDateTimeBestEffort(if({from:String} = '', '1970-01-01', {from:String}), 'UTC')
  AND ts_hour < parseDateTimeBestEffort(if({to:String} = '', '2106-01-01', {to:String}), 'UTC')
  AND ({building:String} = '' OR building_type = if({building:String} = '(none)', '', {building:String}))
  AND ({customer:String} = '' OR customer_id = if({customer:String} = '(none)', '', {customer:String}))
  AND ({device:String} = '' OR device_id = accurateCast(if({device:String} = '', '0', {device:String}), 'UInt32'))
GROUP BY day_of_week
ORDER BY day_of_week;

-- @query building_types from= to= building= customer= device=
-- Each building type, those with the highest average first.
SELECT
    building_type,
    countMerge(usage_count)                       AS total_records,
    sumMerge(usage_sum)                           AS total_usage,
    sumMerge(usage_sum) / countMerge(usage_count) AS avg_usage
FROM l4_power_agg_stats
WHERE ts_hour >= parseDateTimeBestEffort(if({from:String} = '', '1970-01-01', {from:String}), 'UTC')
  AND ts_hour < parseDateTimeBestEffort(if({to:String} = '', '2106-01-01', {to:String}), 'UTC')
  AND ({building:String} = '' OR building_type = if({building:String} = '(none)', '', {building:String}))
  AND ({customer:String} = '' OR customer_id = if({customer:String} = '(none)', '', {customer:String}))
  AND ({device:String} = '' OR device_id = accurateCast(if({device:String} = '', '0', {device:String}), 'UInt32'))
GROUP BY building_type
ORDER BY avg_usage DESC, building_type;

-- @query top_devices building= customer= device= n=10
-- The devices that used most in the last 24 hours: in the running one and the 23 before it.
SELECT
    device_id,
    any(customer_id)    AS customer_id,
    any(building_type)  AS building_type,
    sumMerge(usage_sum) AS total_usage
FROM
(
    SELECT device_id, customer_id, building_type, usage_sum
    FROM l4_power_agg_stats
    WHERE ts_hour > now() - INTERVAL 1 DAY AND ts_hour <= now()
      AND ({building:String} = '' OR building_type = if({building:String} = '(none)', '', {building:String}))
      AND ({customer:String} = '' OR customer_id = if({customer:String} = '(none)', '', {customer:String}))
      AND ({device:String} = '' OR device_id = accurateCast(if({device:String} = '', '0', {device:String}), 'UInt32'))
)
GROUP BY device_id
ORDER BY total_usage DESC, device_id
LIMIT {n:UInt16};

-- @query usage_map from= to= building= customer= device= places=10000
-- Each place and building type, those with the highest usage first. A place that cannot be is none: the
-- defaults of devices without metadata, 0 and 0, as well as what is no latitude or longitude.
SELECT
    latitude,
    longitude,
    building_type,
    uniqExact(device_id)      AS devices,
    sumMerge(usage_sum)       AS total_usage,
    count() OVER ()           AS all_places
FROM l4_power_agg_stats
WHERE isFinite(latitude) AND isFinite(longitude) AND abs(latitude) <= 90 AND abs(longitude) <= 180
  AND (latitude != 0 OR longitude != 0)
  AND ts_hour >= parseDateTimeBestEffort(if({from:String} = '', '1970-01-01', {from:String}), 'UTC')
  AND ts_hour < parseDateTimeBestEffort(if({to:String} = '', '2106-01-01', {to:String}), 'UTC')
  AND ({building:String} = '' OR building_type = if({building:String} = '(none)', '', {building:String}))
  AND ({customer:String} = '' OR customer_id = if({customer:String} = '(none)', '', {customer:String}))
  AND ({device:String} = '' OR device_id = accurateCast(if({device:String} = '', '0', {device:String}), 'UInt32'))
GROUP BY latitude, longitude, building_type
ORDER BY total_usage DESC, latitude, longitude, building_type
LIMIT {places:UInt32};

-- @query usage_without_place from= to= building= customer= device= n=100
-- The devices whose readings have no place that can be drawn, those with the highest usage first.
SELECT
    device_id,
    building_type,
    countMerge(usage_count)  AS readings,
    sumMerge(usage_sum)      AS total_usage,
    count() OVER ()          AS all_devices,
    sum(total_usage) OVER () AS all_usage
FROM l4_power_agg_stats
WHERE NOT (isFinite(latitude) AND isFinite(longitude) AND abs(latitude) <= 90 AND abs(longitude) <= 180
    AND (latitude != 0 OR longitude != 0))
  AND ts_hour >= parseDateTimeBestEffort(if({from:String} = '', '1970-01-01', {from:String}), 'UTC')
  AND ts_hour < parseDateTimeBestEffort(if({to:String} = '', '2106-01-01', {to:String}), 'UTC')
  AND ({building:String} = '' OR building_type = if({building:String} = '(none)', '', {building:String}))
  AND ({customer:String} = '' OR customer_id = if({customer:String} = '(none)', '', {customer:String}))
  AND ({device:String} = '' OR device_id = accurateCast(if({device:String} = '', '0', {device:String}), 'UInt32'))
GROUP BY device_id, building_type
ORDER BY total_usage DESC, device_id, building_type
LIMIT {n:UInt32};

-- @query final_metrics from= to= building= customer= device= limit=50 offset=0
-- The final figures of each hour and device of the last 7 days, the newest hours first.
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
    maxMerge(usage_max)     AS final_max,
    final_sum / final_count AS final_avg,
    count() OVER ()         AS all_rows
FROM l4_power_agg_stats
WHERE ts_hour >= toDate(now(), 'UTC') - 7
  AND ts_hour >= parseDateTimeBestEffort(if({from:String} = '', '1970-01-01', {from:String}), 'UTC')
  AND ts_hour < parseDateTimeBestEffort(if({to:String} = '', '2106-01-01', {to:String}), 'UTC')
  AND ({building:String} = '' OR building_type = if({building:String} = '(none)', '', {building:String}))
  AND ({customer:String} = '' OR customer_id = if({customer:String} = '(none)', '', {customer:String}))
  AND ({device:String} = '' OR device_id = accurateCast(if({device:String} = '', '0', {device:String}), 'UInt32'))
GROUP BY ts_hour, device_id, customer_id, building_type, latitude, longitude
ORDER BY ts_hour DESC, device_id, customer_id, building_type, latitude, longitude
LIMIT {limit:UInt32} OFFSET {offset:UInt32};

-- @query building_choices
-- The building types that there are.
SELECT DISTINCT building_type
FROM device_metadata FINAL
WHERE building_type != ''
ORDER BY building_type
LIMIT 1000;

-- @query customer_choices search= building=
-- Customers whose id has a text in it, those that begin with it first; of a building type, if one is given.
SELECT
    customer_id,
    count() AS devices
FROM device_metadata FINAL
WHERE customer_id != ''
  AND positionCaseInsensitiveUTF8(customer_id, {search:String}) > 0
  AND ({building:String} = '' OR building_type = {building:String})
GROUP BY customer_id
ORDER BY startsWith(lowerUTF8(customer_id), lowerUTF8({search:String})) DESC, customer_id
LIMIT 20;

-- @query device_choices search= building= customer=
-- Devices whose id begins with some digits; of a building type and a customer, if they are given.
SELECT
    device_id,
    customer_id,
    building_type
FROM device_metadata FINAL
WHERE startsWith(toString(device_id), {search:String})
  AND ({building:String} = '' OR building_type = {building:String})
  AND ({customer:String} = '' OR customer_id = {customer:String})
ORDER BY device_id
LIMIT 20;
