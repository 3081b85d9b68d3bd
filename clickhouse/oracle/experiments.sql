-- What the aggregates of the experiments pipeline must say, in plain SQL over the joined events. The
-- format is that of power.sql.
--
-- Rows go from the outbox as soon as they are read. What it would say if none did is in the
-- application's own table of assignments.

-- @source assignments_outbox public.assignments_outbox_ever

-- @aggregate experiment_hourly_stats
-- @keys hour, experiment_id, variant_id
-- @approximate mean_score
-- @expected
SELECT
    toStartOfHour(timestamp) AS hour,
    experiment_id,
    variant_id,
    count()                                        AS all_events,
    countIf(is_exposure)                           AS all_exposures,
    countIf(is_conversion)                         AS all_conversions,
    count(DISTINCT user_id)                        AS all_users,
    count(DISTINCT if(is_exposure, user_id, NULL)) AS all_exposed,
    count(DISTINCT if(is_conversion, user_id, NULL)) AS all_converted,
    sumIf(ifNull(value, 0), is_conversion)         AS all_revenue,
    avg(score)                                     AS mean_score
FROM events_processed
WHERE is_valid
GROUP BY hour, experiment_id, variant_id;
-- @actual
SELECT
    hour,
    experiment_id,
    variant_id,
    countMerge(events)                     AS all_events,
    countIfMerge(exposures)                AS all_exposures,
    countIfMerge(conversions)              AS all_conversions,
    uniqExactMerge(users)                  AS all_users,
    uniqExactIfMerge(exposed_users)        AS all_exposed,
    uniqExactIfMerge(converted_users)      AS all_converted,
    sumIfMerge(revenue)                    AS all_revenue,
    avgMerge(avg_score)                    AS mean_score
FROM experiment_hourly_stats
GROUP BY hour, experiment_id, variant_id;

-- @aggregate experiment_daily_stats
-- @keys day, experiment_id, variant_id
-- @approximate mean_score
-- @expected
SELECT
    toDate(timestamp) AS day,
    experiment_id,
    variant_id,
    count()                                        AS all_events,
    countIf(is_exposure)                           AS all_exposures,
    countIf(is_conversion)                         AS all_conversions,
    count(DISTINCT user_id)                        AS all_users,
    count(DISTINCT if(is_exposure, user_id, NULL)) AS all_exposed,
    count(DISTINCT if(is_conversion, user_id, NULL)) AS all_converted,
    sumIf(ifNull(value, 0), is_conversion)         AS all_revenue,
    avg(score)                                     AS mean_score
FROM events_processed
WHERE is_valid
GROUP BY day, experiment_id, variant_id;
-- @actual
SELECT
    day,
    experiment_id,
    variant_id,
    countMerge(events)                     AS all_events,
    countIfMerge(exposures)                AS all_exposures,
    countIfMerge(conversions)              AS all_conversions,
    uniqExactMerge(users)                  AS all_users,
    uniqExactIfMerge(exposed_users)        AS all_exposed,
    uniqExactIfMerge(converted_users)      AS all_converted,
    sumIfMerge(revenue)                    AS all_revenue,
    avgMerge(avg_score)                    AS mean_score
FROM experiment_daily_stats
GROUP BY day, experiment_id, variant_id;

-- @aggregate user_experiment_stats
-- @keys experiment_id, variant_id, user_id
-- @approximate mean_score
-- @expected
SELECT
    experiment_id,
    variant_id,
    user_id,
    count()                                AS all_events,
    countIf(is_exposure)                   AS all_exposures,
    countIf(is_conversion)                 AS all_conversions,
    countIf(is_conversion) > 0             AS converted,
    sumIf(ifNull(value, 0), is_conversion) AS all_revenue,
    avg(score)                             AS mean_score,
    count(DISTINCT device)                 AS all_devices,
    min(timestamp)                         AS began,
    max(timestamp)                         AS ended,
    minIf(timestamp, is_exposure)          AS exposed,
    minIf(timestamp, is_conversion)        AS bought
FROM events_processed
WHERE is_valid
GROUP BY experiment_id, variant_id, user_id;
-- @actual
SELECT
    experiment_id,
    variant_id,
    user_id,
    countMerge(events)                     AS all_events,
    countIfMerge(exposures)                AS all_exposures,
    countIfMerge(conversions)              AS all_conversions,
    toUInt8(maxMerge(has_converted))       AS converted,
    sumIfMerge(revenue)                    AS all_revenue,
    avgMerge(avg_score)                    AS mean_score,
    uniqExactMerge(devices)                AS all_devices,
    minMerge(first_event)                  AS began,
    maxMerge(last_event)                   AS ended,
    minIfMerge(first_exposure)             AS exposed,
    minIfMerge(first_conversion)           AS bought
FROM user_experiment_stats
GROUP BY experiment_id, variant_id, user_id;

-- The report counts users, not events: its figures are those of the source's events, one by one.
-- @aggregate experiment_performance
-- @keys experiment_id, variant_id
-- @approximate conversion_rate
-- @expected
SELECT
    experiment_id,
    variant_id,
    count()                                    AS exposed_users,
    countIf(converted > 0)                     AS converted_users,
    toUInt64(sum(seen))                        AS exposures,
    toUInt64(sum(converted))                   AS conversions,
    sum(paid)                                  AS revenue,
    countIf(converted > 0) / count()           AS conversion_rate
FROM
(
    SELECT
        experiment_id,
        variant_id,
        user_id,
        countIf(is_exposure)                   AS seen,
        countIf(is_conversion)                 AS converted,
        sumIf(ifNull(value, 0), is_conversion) AS paid
    FROM events_processed
    WHERE is_valid AND variant_id != ''
    GROUP BY experiment_id, variant_id, user_id
)
WHERE seen > 0
GROUP BY experiment_id, variant_id;
-- @actual
SELECT
    experiment_id,
    variant_id,
    exposed_users,
    converted_users,
    exposures,
    conversions,
    revenue,
    assumeNotNull(conversion_rate) AS conversion_rate
FROM experiment_performance
WHERE exposed_users > 0;
