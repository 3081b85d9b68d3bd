-- L4: usage per hour and device, as states.
-- The states. Queries read the view l4_power_agg_stats below; two things differ from the usual
-- recipe.
-- Every GROUP BY column is in the sorting key: outside of it, rows of unlike buckets would be
-- merged into one.
-- _shard, _seg and _base tell who wrote a state and when: rows of _base = 0 come from the
-- materialized view, in segments of their writer; a correction appends a row of _base = 1, the
-- whole bucket counted anew, and l4_power_agg_stats_base says from which segment on it holds.
-- Nothing is deleted that anybody reads, so readers never see a gap.
-- _bucket is the keys and _shard as one number, by which a state finds its base.
CREATE TABLE IF NOT EXISTS l4_power_agg_stats_data
(
    ts_hour        DateTime,
    device_id      UInt32,
    customer_id    String,
    building_type  String,
    latitude       Float64,
    longitude      Float64,
    _shard         UInt32,
    _seg           UInt64,
    _base          UInt8,
    _bucket        SimpleAggregateFunction(max, UInt128) DEFAULT reinterpretAsUInt128(sipHash128(ts_hour, device_id, customer_id, building_type, if(isNaN(latitude), nan, latitude + 0), if(isNaN(longitude), nan, longitude + 0), _shard)),
    usage_count    AggregateFunction(count, Float64),
    usage_sum      AggregateFunction(sum, Float64),
    usage_min      AggregateFunction(min, Float64),
    usage_max      AggregateFunction(max, Float64)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(ts_hour)
ORDER BY (ts_hour, device_id, customer_id, building_type, latitude, longitude, _shard, _seg, _base);

-- Which base is in force, per bucket and shard.
CREATE TABLE IF NOT EXISTS l4_power_agg_stats_base
(
    _bucket  UInt128,
    _shard   UInt32,
    _seg     UInt64,
    INDEX by_segment _seg TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(_seg)
ORDER BY (_bucket);

-- A base of all buckets of a shard at once, made when there are many. What is below it counts no
-- more, and is deleted later.
CREATE TABLE IF NOT EXISTS l4_power_agg_stats_floor
(
    _shard  UInt32,
    _seg    UInt64,
    _at     DateTime DEFAULT now()
)
ENGINE = ReplacingMergeTree(_seg)
ORDER BY (_shard);

-- Buckets that a correction touched, with the segment in which it did. A bucket is stale until its
-- base is of a later segment. The index finds those touched lately.
CREATE TABLE IF NOT EXISTS l4_power_agg_stats_dirty
(
    ts_hour        DateTime,
    device_id      UInt32,
    customer_id    String,
    building_type  String,
    latitude       Float64,
    longitude      Float64,
    _shard         UInt32,
    _seg           UInt64,
    _bucket        UInt128 DEFAULT reinterpretAsUInt128(sipHash128(ts_hour, device_id, customer_id, building_type, if(isNaN(latitude), nan, latitude + 0), if(isNaN(longitude), nan, longitude + 0), _shard)),
    INDEX by_segment _seg TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(_seg)
ORDER BY (ts_hour, device_id, customer_id, building_type, latitude, longitude, _shard);

-- The buckets that were found stale when segment _seg began, in slices that are counted anew one
-- after the other. It serves for that time only.
CREATE TABLE IF NOT EXISTS l4_power_agg_stats_round
(
    ts_hour        DateTime,
    device_id      UInt32,
    customer_id    String,
    building_type  String,
    latitude       Float64,
    longitude      Float64,
    _shard         UInt32,
    _seg           UInt64,
    _slice         UInt32,
    _bucket        UInt128 DEFAULT reinterpretAsUInt128(sipHash128(ts_hour, device_id, customer_id, building_type, if(isNaN(latitude), nan, latitude + 0), if(isNaN(longitude), nan, longitude + 0), _shard)),
    _at            DateTime DEFAULT now()
)
ENGINE = MergeTree
ORDER BY (_shard, _seg, _slice)
TTL _at + INTERVAL 1 DAY;

-- What users query, with -Merge functions as if it were the table of states itself: per bucket and
-- shard the newest base and the segments after it.
-- ClickHouse takes its picture of each table in turn: of those in WITH first, then of plain ones,
-- then of subqueries. So the states are a subquery: a base that is put in force meanwhile is not
-- seen yet, instead of being looked for in vain. ifNull is for readers with join_use_nulls = 1.
CREATE VIEW IF NOT EXISTS l4_power_agg_stats AS
WITH (SELECT mapFromArrays(groupArray(_shard), groupArray(_seg)) FROM l4_power_agg_stats_floor FINAL) AS _floors
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
FROM
(
    SELECT * FROM l4_power_agg_stats_data
) AS d
LEFT ANY JOIN l4_power_agg_stats_base AS b FINAL ON d._bucket = b._bucket
WHERE (d._base = 0 AND d._seg > greatest(ifNull(b._seg, 0), _floors[d._shard]))
   OR (d._base = 1 AND d._seg = greatest(ifNull(b._seg, 0), _floors[d._shard]));

-- Buckets whose corrections no base has yet. Before the segment from which on prejoin_done knows
-- them, there is none: what a writer says late that was replaced meanwhile is of no account.
CREATE VIEW IF NOT EXISTS l4_power_agg_stats_stale AS
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
    SELECT ts_hour, device_id, customer_id, building_type, latitude, longitude, _shard, _bucket, max(_seg) AS touched
    FROM l4_power_agg_stats_dirty
    GROUP BY ts_hour, device_id, customer_id, building_type, latitude, longitude, _shard, _bucket
) AS d
LEFT ANY JOIN
(
    SELECT _bucket, max(_seg) AS newest
    FROM l4_power_agg_stats_base
    GROUP BY _bucket
) AS b
ON d._bucket = b._bucket
LEFT ANY JOIN
(
    SELECT _shard, max(_clean) AS clean
    FROM prejoin_done
    WHERE topic = 'l3_power_joined'
    GROUP BY _shard
) AS c
ON d._shard = c._shard
WHERE d.touched >= ifNull(b.newest, 0) AND d.touched >= ifNull(c.clean, 0);

-- Which bucket each row of l3_power_joined belongs to, in whatever version. The comment names the
-- table whose rows are counted: by it the sink finds its aggregates.
CREATE VIEW IF NOT EXISTS l4_power_agg_stats_buckets AS
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

-- The aggregate counted anew, for the buckets and up to the segment that the sink names.
CREATE VIEW IF NOT EXISTS l4_power_agg_stats_rebuild AS
SELECT
    toStartOfHour(timestamp) AS ts_hour,
    device_id,
    customer_id,
    building_type,
    latitude,
    longitude,
    _shard,
    _seg,
    countState(power_usage_kWh) AS usage_count,
    sumState(power_usage_kWh) AS usage_sum,
    minState(power_usage_kWh) AS usage_min,
    maxState(power_usage_kWh) AS usage_max
FROM l3_power_joined FINAL
GROUP BY
    ts_hour,
    device_id,
    customer_id,
    building_type,
    latitude,
    longitude,
    _shard,
    _seg;

-- Each row that l3_power_joined gets for the first time. Rows of _correction = 1 replace rows that
-- were counted before: their buckets are counted anew instead.
CREATE MATERIALIZED VIEW IF NOT EXISTS mv_l3_to_l4_stats
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
    sumState(power_usage_kWh) AS usage_sum,
    minState(power_usage_kWh) AS usage_min,
    maxState(power_usage_kWh) AS usage_max
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
