-- L4: the same per day, rolled up from the hours.
-- The states. Queries read the view experiment_daily_stats below; two things differ from the usual
-- recipe.
-- Every GROUP BY column is in the sorting key: outside of it, rows of unlike buckets would be
-- merged into one.
-- _shard, _seg and _base tell who wrote a state and when: rows of _base = 0 come from the
-- materialized view, in segments of their writer; a correction appends a row of _base = 1, the
-- whole bucket counted anew, and experiment_daily_stats_base says from which segment on it holds.
-- Nothing is deleted that anybody reads, so readers never see a gap.
-- _bucket is the keys and _shard as one number, by which a state finds its base.
-- The statement reads experiment_hourly_stats; here its expressions are put into it, so that it
-- counts the rows of events_processed itself, and neither waits for the other.
CREATE TABLE IF NOT EXISTS experiment_daily_stats_data
(
    day              Date,
    experiment_id    String,
    variant_id       String,
    _shard           UInt32,
    _seg             UInt64,
    _base            UInt8,
    _bucket          SimpleAggregateFunction(max, UInt128) DEFAULT reinterpretAsUInt128(sipHash128(day, experiment_id, variant_id, _shard)),
    events           AggregateFunction(count),
    exposures        AggregateFunction(countIf, Bool),
    conversions      AggregateFunction(countIf, Bool),
    users            AggregateFunction(uniqExact, String),
    exposed_users    AggregateFunction(uniqExactIf, String, Bool),
    converted_users  AggregateFunction(uniqExactIf, String, Bool),
    revenue          AggregateFunction(sumIf, Float32, Bool),
    avg_score        AggregateFunction(avg, Nullable(Int32))
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(day)
ORDER BY (day, experiment_id, variant_id, _shard, _seg, _base);

-- Which base is in force, per bucket and shard.
CREATE TABLE IF NOT EXISTS experiment_daily_stats_base
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
CREATE TABLE IF NOT EXISTS experiment_daily_stats_floor
(
    _shard  UInt32,
    _seg    UInt64,
    _at     DateTime DEFAULT now()
)
ENGINE = ReplacingMergeTree(_seg)
ORDER BY (_shard);

-- Buckets that a correction touched, with the segment in which it did. A bucket is stale until its
-- base is of a later segment. The index finds those touched lately.
CREATE TABLE IF NOT EXISTS experiment_daily_stats_dirty
(
    day            Date,
    experiment_id  String,
    variant_id     String,
    _shard         UInt32,
    _seg           UInt64,
    _bucket        UInt128 DEFAULT reinterpretAsUInt128(sipHash128(day, experiment_id, variant_id, _shard)),
    INDEX by_segment _seg TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(_seg)
ORDER BY (day, experiment_id, variant_id, _shard);

-- The buckets that were found stale when segment _seg began, in slices that are counted anew one
-- after the other. It serves for that time only.
CREATE TABLE IF NOT EXISTS experiment_daily_stats_round
(
    day            Date,
    experiment_id  String,
    variant_id     String,
    _shard         UInt32,
    _seg           UInt64,
    _slice         UInt32,
    _bucket        UInt128 DEFAULT reinterpretAsUInt128(sipHash128(day, experiment_id, variant_id, _shard)),
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
CREATE VIEW IF NOT EXISTS experiment_daily_stats AS
WITH (SELECT mapFromArrays(groupArray(_shard), groupArray(_seg)) FROM experiment_daily_stats_floor FINAL) AS _floors
SELECT
    d.day AS day,
    d.experiment_id AS experiment_id,
    d.variant_id AS variant_id,
    d.events AS events,
    d.exposures AS exposures,
    d.conversions AS conversions,
    d.users AS users,
    d.exposed_users AS exposed_users,
    d.converted_users AS converted_users,
    d.revenue AS revenue,
    d.avg_score AS avg_score
FROM
(
    SELECT * FROM experiment_daily_stats_data
) AS d
LEFT ANY JOIN experiment_daily_stats_base AS b FINAL ON d._bucket = b._bucket
WHERE (d._base = 0 AND d._seg > greatest(ifNull(b._seg, 0), _floors[d._shard]))
   OR (d._base = 1 AND d._seg = greatest(ifNull(b._seg, 0), _floors[d._shard]));

-- Buckets whose corrections no base has yet. Before the segment from which on prejoin_done knows
-- them, there is none: what a writer says late that was replaced meanwhile is of no account.
CREATE VIEW IF NOT EXISTS experiment_daily_stats_stale AS
SELECT
    d.day AS day,
    d.experiment_id AS experiment_id,
    d.variant_id AS variant_id,
    d._shard AS _shard,
    d.touched AS _seg
FROM
(
    SELECT day, experiment_id, variant_id, _shard, _bucket, max(_seg) AS touched
    FROM experiment_daily_stats_dirty
    GROUP BY day, experiment_id, variant_id, _shard, _bucket
) AS d
LEFT ANY JOIN
(
    SELECT _bucket, max(_seg) AS newest
    FROM experiment_daily_stats_base
    GROUP BY _bucket
) AS b
ON d._bucket = b._bucket
LEFT ANY JOIN
(
    SELECT _shard, max(_clean) AS clean
    FROM prejoin_done
    WHERE topic = 'events_processed'
    GROUP BY _shard
) AS c
ON d._shard = c._shard
WHERE d.touched >= ifNull(b.newest, 0) AND d.touched >= ifNull(c.clean, 0);

-- Which bucket each row of events_processed belongs to, in whatever version. The comment names the
-- table whose rows are counted: by it the sink finds its aggregates.
CREATE VIEW IF NOT EXISTS experiment_daily_stats_buckets AS
SELECT
    _key,
    _shard,
    toDate(toStartOfHour(timestamp)) AS day,
    experiment_id,
    variant_id
FROM events_processed
COMMENT 'events_processed';

-- The aggregate counted anew, for the buckets and up to the segment that the sink names.
CREATE VIEW IF NOT EXISTS experiment_daily_stats_rebuild AS
SELECT
    toDate(toStartOfHour(timestamp)) AS day,
    experiment_id,
    variant_id,
    _shard,
    _seg,
    countState() AS events,
    countIfState(is_exposure) AS exposures,
    countIfState(is_conversion) AS conversions,
    uniqExactState(user_id) AS users,
    uniqExactIfState(user_id, is_exposure) AS exposed_users,
    uniqExactIfState(user_id, is_conversion) AS converted_users,
    sumIfState(ifNull(value, 0), is_conversion) AS revenue,
    avgState(score) AS avg_score
FROM events_processed FINAL
WHERE is_valid
GROUP BY
    day,
    experiment_id,
    variant_id,
    _shard,
    _seg;

-- Each row that events_processed gets for the first time. Rows of _correction = 1 replace rows that
-- were counted before: their buckets are counted anew instead.
CREATE MATERIALIZED VIEW IF NOT EXISTS daily_stats_mv
TO experiment_daily_stats_data
AS
SELECT
    toDate(toStartOfHour(timestamp)) AS day,
    experiment_id,
    variant_id,
    _shard,
    _seg,
    toUInt8(0) AS _base,
    countState() AS events,
    countIfState(is_exposure) AS exposures,
    countIfState(is_conversion) AS conversions,
    uniqExactState(user_id) AS users,
    uniqExactIfState(user_id, is_exposure) AS exposed_users,
    uniqExactIfState(user_id, is_conversion) AS converted_users,
    sumIfState(ifNull(value, 0), is_conversion) AS revenue,
    avgState(score) AS avg_score
FROM events_processed
WHERE _correction = 0 AND (is_valid)
GROUP BY
    day,
    experiment_id,
    variant_id,
    _shard,
    _seg;
