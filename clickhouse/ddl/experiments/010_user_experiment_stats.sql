-- L4: what each user did in an experiment.
-- The states. Queries read the view user_experiment_stats below; two things differ from the usual
-- recipe.
-- Every GROUP BY column is in the sorting key: outside of it, rows of unlike buckets would be
-- merged into one.
-- _shard, _seg and _base tell who wrote a state and when: rows of _base = 0 come from the
-- materialized view, in segments of their writer; a correction appends a row of _base = 1, the
-- whole bucket counted anew, and user_experiment_stats_base says from which segment on it holds.
-- Nothing is deleted that anybody reads, so readers never see a gap.
-- _bucket is the keys and _shard as one number, by which a state finds its base.
-- A bucket can have rows of all times, so it is kept in days, by _day: a correction has a day of it
-- counted anew, and not all there is. The view below merges them.
CREATE TABLE IF NOT EXISTS user_experiment_stats_data
(
    _day              Date32,
    experiment_id     String,
    variant_id        String,
    user_id           String,
    _shard            UInt32,
    _seg              UInt64,
    _base             UInt8,
    _bucket           SimpleAggregateFunction(max, UInt128) DEFAULT reinterpretAsUInt128(sipHash128(_day, experiment_id, variant_id, user_id, _shard)),
    events            AggregateFunction(count),
    exposures         AggregateFunction(countIf, Bool),
    conversions       AggregateFunction(countIf, Bool),
    has_converted     AggregateFunction(max, Bool),
    revenue           AggregateFunction(sumIf, Float32, Bool),
    avg_score         AggregateFunction(avg, Nullable(Int32)),
    devices           AggregateFunction(uniqExact, Nullable(String)),
    first_event       AggregateFunction(min, DateTime64(3)),
    last_event        AggregateFunction(max, DateTime64(3)),
    first_exposure    AggregateFunction(minIf, DateTime64(3), Bool),
    first_conversion  AggregateFunction(minIf, DateTime64(3), Bool)
)
ENGINE = AggregatingMergeTree
PARTITION BY toYYYYMM(_day)
ORDER BY (_day, experiment_id, variant_id, user_id, _shard, _seg, _base);

-- Which base is in force, per bucket and shard.
CREATE TABLE IF NOT EXISTS user_experiment_stats_base
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
CREATE TABLE IF NOT EXISTS user_experiment_stats_floor
(
    _shard  UInt32,
    _seg    UInt64,
    _at     DateTime DEFAULT now()
)
ENGINE = ReplacingMergeTree(_seg)
ORDER BY (_shard);

-- Buckets that a correction touched, with the segment in which it did. A bucket is stale until its
-- base is of a later segment. The index finds those touched lately.
CREATE TABLE IF NOT EXISTS user_experiment_stats_dirty
(
    _day           Date32,
    experiment_id  String,
    variant_id     String,
    user_id        String,
    _shard         UInt32,
    _seg           UInt64,
    _bucket        UInt128 DEFAULT reinterpretAsUInt128(sipHash128(_day, experiment_id, variant_id, user_id, _shard)),
    INDEX by_segment _seg TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree(_seg)
ORDER BY (_day, experiment_id, variant_id, user_id, _shard);

-- The buckets that were found stale when segment _seg began, in slices that are counted anew one
-- after the other. It serves for that time only.
CREATE TABLE IF NOT EXISTS user_experiment_stats_round
(
    _day           Date32,
    experiment_id  String,
    variant_id     String,
    user_id        String,
    _shard         UInt32,
    _seg           UInt64,
    _slice         UInt32,
    _bucket        UInt128 DEFAULT reinterpretAsUInt128(sipHash128(_day, experiment_id, variant_id, user_id, _shard)),
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
CREATE VIEW IF NOT EXISTS user_experiment_stats AS
WITH (SELECT mapFromArrays(groupArray(_shard), groupArray(_seg)) FROM user_experiment_stats_floor FINAL) AS _floors
SELECT
    d.experiment_id AS experiment_id,
    d.variant_id AS variant_id,
    d.user_id AS user_id,
    d.events AS events,
    d.exposures AS exposures,
    d.conversions AS conversions,
    d.has_converted AS has_converted,
    d.revenue AS revenue,
    d.avg_score AS avg_score,
    d.devices AS devices,
    d.first_event AS first_event,
    d.last_event AS last_event,
    d.first_exposure AS first_exposure,
    d.first_conversion AS first_conversion
FROM
(
    SELECT * FROM user_experiment_stats_data
) AS d
LEFT ANY JOIN user_experiment_stats_base AS b FINAL ON d._bucket = b._bucket
WHERE (d._base = 0 AND d._seg > greatest(ifNull(b._seg, 0), _floors[d._shard]))
   OR (d._base = 1 AND d._seg = greatest(ifNull(b._seg, 0), _floors[d._shard]));

-- Buckets whose corrections no base has yet. Before the segment from which on prejoin_done knows
-- them, there is none: what a writer says late that was replaced meanwhile is of no account.
CREATE VIEW IF NOT EXISTS user_experiment_stats_stale AS
SELECT
    d._day AS _day,
    d.experiment_id AS experiment_id,
    d.variant_id AS variant_id,
    d.user_id AS user_id,
    d._shard AS _shard,
    d.touched AS _seg
FROM
(
    SELECT _day, experiment_id, variant_id, user_id, _shard, _bucket, max(_seg) AS touched
    FROM user_experiment_stats_dirty
    GROUP BY _day, experiment_id, variant_id, user_id, _shard, _bucket
) AS d
LEFT ANY JOIN
(
    SELECT _bucket, max(_seg) AS newest
    FROM user_experiment_stats_base
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
CREATE VIEW IF NOT EXISTS user_experiment_stats_buckets AS
SELECT
    _key,
    _shard,
    toDate32(timestamp, 'UTC') AS _day,
    experiment_id,
    variant_id,
    user_id
FROM events_processed
COMMENT 'events_processed';

-- The aggregate counted anew, for the buckets and up to the segment that the sink names.
CREATE VIEW IF NOT EXISTS user_experiment_stats_rebuild AS
SELECT
    toDate32(timestamp, 'UTC') AS _day,
    experiment_id,
    variant_id,
    user_id,
    _shard,
    _seg,
    countState() AS events,
    countIfState(is_exposure) AS exposures,
    countIfState(is_conversion) AS conversions,
    maxState(is_conversion) AS has_converted,
    sumIfState(ifNull(value, 0), is_conversion) AS revenue,
    avgState(score) AS avg_score,
    uniqExactState(device) AS devices,
    minState(timestamp) AS first_event,
    maxState(timestamp) AS last_event,
    minIfState(timestamp, is_exposure) AS first_exposure,
    minIfState(timestamp, is_conversion) AS first_conversion
FROM events_processed FINAL
WHERE is_valid
GROUP BY
    _day,
    experiment_id,
    variant_id,
    user_id,
    _shard,
    _seg;

-- Each row that events_processed gets for the first time. Rows of _correction = 1 replace rows that
-- were counted before: their buckets are counted anew instead.
CREATE MATERIALIZED VIEW IF NOT EXISTS user_stats_mv
TO user_experiment_stats_data
AS
SELECT
    toDate32(timestamp, 'UTC') AS _day,
    experiment_id,
    variant_id,
    user_id,
    _shard,
    _seg,
    toUInt8(0) AS _base,
    countState() AS events,
    countIfState(is_exposure) AS exposures,
    countIfState(is_conversion) AS conversions,
    maxState(is_conversion) AS has_converted,
    sumIfState(ifNull(value, 0), is_conversion) AS revenue,
    avgState(score) AS avg_score,
    uniqExactState(device) AS devices,
    minState(timestamp) AS first_event,
    maxState(timestamp) AS last_event,
    minIfState(timestamp, is_exposure) AS first_exposure,
    minIfState(timestamp, is_conversion) AS first_conversion
FROM events_processed
WHERE _correction = 0 AND (is_valid)
GROUP BY
    _day,
    experiment_id,
    variant_id,
    user_id,
    _shard,
    _seg;
