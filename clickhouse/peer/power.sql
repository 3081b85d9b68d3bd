-- The same pipeline as one builds it in ClickHouse alone: a table for each layer, materialized views
-- between them, one of which joins. prejoin feeds it the same changes, in a database of its own, and
-- `./prejoin drift` says how far it is from what the same SQL says over the source.
--
-- A table that has a source's name gets its rows, column by column of the same name. One thing is
-- better here than it often is: the aggregate's sorting key has all columns of its GROUP BY, as
-- ClickHouse 26 refuses it otherwise, and older versions merge unlike rows into one.
--
-- What is compared. A mark is a line that begins with "-- @".
--   rows       the table of joined rows; prejoin's has the same name
--   time       its column of time
--   facts      what a joined row has from its fact; its other columns are the dimensions'
--   measure    the fact's column that is summed
--   unit       of the measure
--   aggregate  the table of states
--   keys       its keys, as expressions over the joined rows; the first is a time
--   count, sum its columns of a count and a sum of the measure
--   groups     keys by which sums are shown

-- @rows      l3_power_joined
-- @time      timestamp
-- @facts     timestamp, device_id, power_usage_kWh
-- @measure   power_usage_kWh
-- @unit      kWh
-- @aggregate l4_power_agg_stats
-- @keys      toStartOfHour(timestamp) AS ts_hour, device_id, customer_id, building_type, latitude, longitude
-- @count     usage_count
-- @sum       usage_sum
-- @groups    building_type, customer_id

CREATE TABLE l1_power_raw
(
    timestamp        DateTime,
    device_id        UInt32,
    power_usage_kWh  Float64
)
ENGINE = MergeTree()
PARTITION BY toYYYYMM(timestamp)
ORDER BY (timestamp, device_id);

CREATE TABLE l2_power_cleaned
(
    timestamp        DateTime,
    device_id        UInt32,
    power_usage_kWh  Float64
)
ENGINE = MergeTree()
PARTITION BY toYYYYMM(timestamp)
ORDER BY (timestamp, device_id);

CREATE MATERIALIZED VIEW mv_l1_to_l2
TO l2_power_cleaned
AS
SELECT
    timestamp,
    device_id,
    power_usage_kWh
FROM l1_power_raw
WHERE power_usage_kWh >= 0
  AND power_usage_kWh < 100;

CREATE TABLE device_metadata
(
    device_id       UInt32,
    customer_id     String,
    building_type   String,
    latitude        Float64,
    longitude       Float64
)
ENGINE = MergeTree()
ORDER BY (device_id);

CREATE TABLE l3_power_joined
(
    timestamp        DateTime,
    device_id        UInt32,
    customer_id      String,
    building_type    String,
    latitude         Float64,
    longitude        Float64,
    power_usage_kWh  Float64
)
ENGINE = MergeTree()
PARTITION BY toYYYYMM(timestamp)
ORDER BY (timestamp, device_id);

CREATE MATERIALIZED VIEW mv_l2_to_l3
TO l3_power_joined
AS
SELECT
    l2.timestamp,
    l2.device_id,
    m.customer_id,
    m.building_type,
    m.latitude,
    m.longitude,
    l2.power_usage_kWh
FROM l2_power_cleaned AS l2
LEFT JOIN device_metadata AS m ON l2.device_id = m.device_id;

CREATE TABLE l4_power_agg_stats
(
    ts_hour         DateTime,
    device_id       UInt32,
    customer_id     String,
    building_type   String,
    latitude        Float64,
    longitude       Float64,
    usage_count     AggregateFunction(count, Float64),
    usage_sum       AggregateFunction(sum, Float64),
    usage_min       AggregateFunction(min, Float64),
    usage_max       AggregateFunction(max, Float64)
)
ENGINE = AggregatingMergeTree()
PARTITION BY toYYYYMM(ts_hour)
ORDER BY (ts_hour, device_id, customer_id, building_type, latitude, longitude);

CREATE MATERIALIZED VIEW mv_l3_to_l4_stats
TO l4_power_agg_stats
AS
SELECT
    toStartOfHour(timestamp)   AS ts_hour,
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
GROUP BY
    ts_hour,
    device_id,
    customer_id,
    building_type,
    latitude,
    longitude;
