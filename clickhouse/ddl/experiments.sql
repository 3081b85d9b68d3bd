-- The aggregates of the experiments pipeline as one would write them in ClickHouse over the joined
-- events, and the reports over them.
-- `./prejoin plan --ddl` makes of each what keeps it exact: see the files in experiments/.

-- L4: what happened per hour and variant. Users and averages cannot be summed: both are states.
CREATE MATERIALIZED VIEW hourly_stats_mv
TO experiment_hourly_stats
AS
SELECT
    toStartOfHour(timestamp) AS hour,
    experiment_id,
    variant_id,
    countState()                                     AS events,
    countIfState(is_exposure)                        AS exposures,
    countIfState(is_conversion)                      AS conversions,
    uniqExactState(user_id)                          AS users,
    uniqExactIfState(user_id, is_exposure)           AS exposed_users,
    uniqExactIfState(user_id, is_conversion)         AS converted_users,
    sumIfState(ifNull(value, 0), is_conversion)      AS revenue,
    avgState(score)                                  AS avg_score
FROM events_processed
WHERE is_valid
GROUP BY hour, experiment_id, variant_id;

-- L4: the same per day, rolled up from the hours.
CREATE MATERIALIZED VIEW daily_stats_mv
TO experiment_daily_stats
AS
SELECT
    toDate(hour) AS day,
    experiment_id,
    variant_id,
    countMergeState(events)                AS events,
    countIfMergeState(exposures)           AS exposures,
    countIfMergeState(conversions)         AS conversions,
    uniqExactMergeState(users)             AS users,
    uniqExactIfMergeState(exposed_users)   AS exposed_users,
    uniqExactIfMergeState(converted_users) AS converted_users,
    sumIfMergeState(revenue)               AS revenue,
    avgMergeState(avg_score)               AS avg_score
FROM experiment_hourly_stats
GROUP BY day, experiment_id, variant_id;

-- L4: what each user did in an experiment.
CREATE MATERIALIZED VIEW user_stats_mv
TO user_experiment_stats
AS
SELECT
    experiment_id,
    variant_id,
    user_id,
    countState()                                     AS events,
    countIfState(is_exposure)                        AS exposures,
    countIfState(is_conversion)                      AS conversions,
    maxState(is_conversion)                          AS has_converted,
    sumIfState(ifNull(value, 0), is_conversion)      AS revenue,
    avgState(score)                                  AS avg_score,
    uniqExactState(device)                           AS devices,
    minState(timestamp)                              AS first_event,
    maxState(timestamp)                              AS last_event,
    minIfState(timestamp, is_exposure)               AS first_exposure,
    minIfState(timestamp, is_conversion)             AS first_conversion
FROM events_processed
WHERE is_valid
GROUP BY experiment_id, variant_id, user_id;

-- How each variant does against its experiment's control, of the users who were assigned to it and
-- saw it. Rates are of users: who converts twice counts once.
--   rate_low, rate_high    95% interval of the conversion rate (Wilson)
--   lift, _low, _high      (rate / control's rate) - 1, with its 95% interval (of the ratio's logarithm)
--   z_score, p_value       two-sided test that both rates are the same (two proportions, pooled)
--   significant            p_value < 5%, divided by the number of variants that are compared
--   users_needed           users per variant for a difference like this one to be found in four of
--                          five experiments (5% significance, 80% power)
--   planned_, actual_share of the assigned users
--   mismatch_p_value       of the test that users were assigned as planned (chi-squared, all variants
--                          of the experiment); below one in a thousand, something is wrong with how
--                          users are assigned, and no other figure here can be trusted
-- NULL where it cannot be said: of the control, or before there are users.
CREATE VIEW IF NOT EXISTS experiment_performance AS
WITH
    1.959963984540054 AS z_95,         -- of the normal distribution, at 97.5%
    0.8416212335729143 AS z_power,     -- and at 80%
    performance AS
    (
        SELECT
            experiment_id,
            variant_id,
            sum(seen)                     AS exposures,
            sum(converted)                AS conversions,
            count()                       AS exposed_users,
            countIf(converted > 0)        AS converted_users,
            sum(paid)                     AS revenue
        FROM
        (
            SELECT
                experiment_id,
                variant_id,
                user_id,
                countIfMerge(exposures)   AS seen,
                countIfMerge(conversions) AS converted,
                sumIfMerge(revenue)       AS paid
            FROM user_experiment_stats
            GROUP BY experiment_id, variant_id, user_id
        )
        WHERE seen > 0
        GROUP BY experiment_id, variant_id
    ),
    assigned AS
    (
        SELECT experiment_id, variant_id, count() AS assigned_users
        FROM assignments_processed FINAL
        GROUP BY experiment_id, variant_id
    ),
    counted AS
    (
        SELECT
            v.experiment_id                                      AS experiment_id,
            v.variant_id                                         AS variant_id,
            v.name                                               AS variant_name,
            v.is_control                                         AS is_control,
            ifNull(a.assigned_users, 0)                          AS assigned_users,
            ifNull(p.exposed_users, 0)                           AS exposed_users,
            ifNull(p.converted_users, 0)                         AS converted_users,
            ifNull(p.exposures, 0)                               AS exposures,
            ifNull(p.conversions, 0)                             AS conversions,
            ifNull(p.revenue, 0)                                 AS revenue,
            v.traffic_percent / sum(v.traffic_percent) OVER e    AS planned_share,
            sum(assigned_users) OVER e                           AS all_assigned,
            count() OVER e                                       AS variants,
            sumIf(exposed_users, v.is_control) OVER e            AS control_users,
            sumIf(converted_users, v.is_control) OVER e          AS control_converted
        FROM variants_dict AS v
        LEFT JOIN assigned AS a ON a.experiment_id = v.experiment_id AND a.variant_id = v.variant_id
        LEFT JOIN performance AS p ON p.experiment_id = v.experiment_id AND p.variant_id = v.variant_id
        WINDOW e AS (PARTITION BY v.experiment_id)
    ),
    rated AS
    (
        SELECT
            *,
            if(exposed_users = 0, NULL, converted_users / exposed_users)       AS rate,
            if(control_users = 0, NULL, control_converted / control_users)     AS control_rate,
            (converted_users + control_converted) / (exposed_users + control_users) AS pooled_rate,
            all_assigned * planned_share                                       AS expected_users,
            sum(if(expected_users = 0, 0, pow(assigned_users - expected_users, 2) / expected_users))
                OVER (PARTITION BY experiment_id)                              AS chi_squared,
            variants - 1                                                       AS freedom,
            freedom % 2 / 2                                                    AS half,
            if(is_control OR rate IS NULL OR control_rate IS NULL, NULL, rate - control_rate) AS gain,
            if(gain IS NULL OR converted_users = 0 OR control_converted = 0, NULL, rate / control_rate) AS ratio,
            sqrt((1 - rate) / converted_users + (1 - control_rate) / control_converted) AS ratio_error,
            exposed_users + pow(z_95, 2)                                       AS wilson_users
        FROM counted
    )
SELECT
    experiment_id,
    dictGet('experiments_dict', 'name', experiment_id)   AS experiment_name,
    dictGet('experiments_dict', 'status', experiment_id) AS status,
    variant_id,
    variant_name,
    is_control,
    assigned_users,
    exposed_users,
    converted_users,
    exposures,
    conversions,
    rate                                                 AS conversion_rate,
    (converted_users + pow(z_95, 2) / 2 - z_95 * sqrt(exposed_users * rate * (1 - rate) + pow(z_95, 2) / 4)) / wilson_users AS rate_low,
    (converted_users + pow(z_95, 2) / 2 + z_95 * sqrt(exposed_users * rate * (1 - rate) + pow(z_95, 2) / 4)) / wilson_users AS rate_high,
    ratio - 1                                            AS lift,
    ratio * exp(-z_95 * ratio_error) - 1                 AS lift_low,
    ratio * exp(z_95 * ratio_error) - 1                  AS lift_high,
    if(pooled_rate IN (0, 1), NULL, gain / sqrt(pooled_rate * (1 - pooled_rate) * (1 / exposed_users + 1 / control_users))) AS z_score,
    erfc(abs(z_score) / sqrt(2))                         AS p_value,
    p_value < 0.05 / freedom                             AS significant,
    if(gain = 0, NULL, ceil(pow(z_95 + z_power, 2) * (rate * (1 - rate) + control_rate * (1 - control_rate)) / pow(gain, 2))) AS users_needed,
    revenue,
    if(exposed_users = 0, NULL, revenue / exposed_users) AS revenue_per_user,
    if(conversions = 0, NULL, revenue / conversions)     AS revenue_per_conversion,
    planned_share,
    if(all_assigned = 0, NULL, assigned_users / all_assigned) AS actual_share,
    chi_squared                                          AS mismatch_chi_squared,
    -- The upper tail of the chi-squared distribution, closed for whole degrees of freedom.
    if(all_assigned = 0 OR freedom = 0, NULL,
        if(half > 0, erfc(sqrt(chi_squared / 2)), 0)
        + exp(-chi_squared / 2)
            * arraySum(i -> pow(chi_squared / 2, i + half) / tgamma(i + half + 1), range(toUInt64(intDiv(freedom, 2)))))
                                                         AS mismatch_p_value,
    mismatch_p_value < 0.001                             AS sample_ratio_mismatch
FROM rated;

-- What became of each user who was assigned: a row for each experiment and user.
--   stage            the furthest of assigned, exposed, converted; a conversion counts after an
--                    exposure
--   sessions         of events with less than half an hour between two of them
--   touches          the pages of the exposures before the first conversion, in their order
--   first_touch, last_touch, linear_touch
--                    to which of them the conversion is ascribed: the first, the last, or all of
--                    them in equal parts, as a map from page to part (sumMap adds it up)
--   cohort_week      the Monday of the week of the assignment
--   weeks            from the assignment to the first conversion
CREATE VIEW IF NOT EXISTS user_journey_analysis AS
WITH
    paths AS
    (
        SELECT
            experiment_id,
            user_id,
            arraySort(groupArray((timestamp, event_id, is_exposure, is_conversion, ifNull(page, ''), ifNull(value, 0)))) AS path
        FROM events_processed FINAL
        WHERE is_valid AND variant_id != ''
        GROUP BY experiment_id, user_id
    ),
    journeys AS
    (
        SELECT
            experiment_id,
            user_id,
            path,
            arrayPopFront(arrayDifference(arrayMap(e -> toUnixTimestamp64Milli(e.1), path))) AS rests,
            arrayFirstIndex(e -> e.3, path)                                             AS first_exposed,
            arrayFirstIndex((e, i) -> e.4 AND first_exposed > 0 AND i > first_exposed, path, arrayEnumerate(path)) AS first_converted,
            arrayMap(e -> e.5, arrayFilter((e, i) -> e.3 AND i < first_converted, path, arrayEnumerate(path))) AS touches
        FROM paths
    )
SELECT
    a.experiment_id                                                                AS experiment_id,
    a.variant_id                                                                   AS variant_id,
    a.user_id                                                                      AS user_id,
    a.assignment_at                                                                AS assignment_at,
    a.cohort_week                                                                  AS cohort_week,
    multiIf(j.first_converted > 0, 'converted', j.first_exposed > 0, 'exposed', 'assigned') AS stage,
    if(j.first_exposed > 0, j.path[j.first_exposed].1, NULL)                       AS exposed_at,
    if(j.first_converted > 0, j.path[j.first_converted].1, NULL)                   AS converted_at,
    dateDiff('week', a.assignment_at, converted_at)                                AS weeks,
    length(j.path)                                                                 AS events,
    if(empty(j.path), 0, arrayCount(rest -> rest >= 1800000, j.rests) + 1)         AS sessions,
    arraySum(arrayFilter(rest -> rest < 1800000, j.rests)) / 1000                  AS session_seconds,
    if(sessions = 0, 0, events / sessions)                                         AS events_per_session,
    arraySum(e -> if(e.4, e.6, 0), j.path)                                         AS revenue,
    j.touches                                                                      AS touches,
    if(empty(touches), NULL, touches[1])                                           AS first_touch,
    if(empty(touches), NULL, touches[-1])                                          AS last_touch,
    mapFromArrays(arrayDistinct(touches), arrayMap(page -> countEqual(touches, page) / length(touches), arrayDistinct(touches))) AS linear_touch
FROM
(
    SELECT * FROM assignments_processed FINAL
) AS a
LEFT JOIN journeys AS j ON j.experiment_id = a.experiment_id AND j.user_id = a.user_id;
