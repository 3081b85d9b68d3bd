-- What the console's page of results asks ClickHouse. Each query is answered at
-- /api/queries/NAME, with its parameters in the address.

-- @query performance
-- How each variant of each experiment does, the control first.
SELECT *, dictGet('experiments_dict', 'started_at', experiment_id) AS started_at
FROM experiment_performance
ORDER BY experiment_id, is_control DESC, variant_id;

-- @query funnel
-- How far the users of each variant came.
SELECT
    variant_id,
    count()                               AS assigned,
    countIf(stage != 'assigned')          AS exposed,
    countIf(stage = 'converted')          AS converted,
    avgIf(sessions, sessions > 0)         AS sessions_per_user,
    avgIf(session_seconds, sessions > 0)  AS seconds_per_user
FROM user_journey_analysis
WHERE experiment_id = {experiment:String}
GROUP BY variant_id
ORDER BY variant_id;

-- @query hourly
-- Each hour of the last two days.
SELECT
    hour                             AS at,
    variant_id,
    countIfMerge(conversions)        AS conversions,
    sumIfMerge(revenue)              AS revenue,
    uniqExactIfMerge(exposed_users)  AS exposed_users
FROM experiment_hourly_stats
WHERE experiment_id = {experiment:String} AND variant_id != '' AND hour > now() - INTERVAL 2 DAY
GROUP BY hour, variant_id
ORDER BY at, variant_id;

-- @query daily
-- Each day.
SELECT
    day                              AS at,
    variant_id,
    countIfMerge(conversions)        AS conversions,
    sumIfMerge(revenue)              AS revenue,
    uniqExactIfMerge(exposed_users)  AS exposed_users
FROM experiment_daily_stats
WHERE experiment_id = {experiment:String} AND variant_id != ''
GROUP BY day, variant_id
ORDER BY at, variant_id;

-- @query behaviour
-- What users do on each page, by device or by hour of the day.
SELECT
    ifNull(page, 'not said')                          AS page,
    if({by:String} = 'hour',
        leftPad(toString(toHour(timestamp, 'UTC')), 2, '0'),
        ifNull(device, 'not said'))                   AS beside,
    count()                                           AS events,
    uniqExact(user_id)                                AS users,
    countIf(is_conversion)                            AS conversions
FROM events_processed FINAL
WHERE experiment_id = {experiment:String} AND is_valid
GROUP BY page, beside
ORDER BY page, beside;

-- @query cohorts
-- Users by the week of their assignment, and how many weeks after it they converted (NULL: not yet).
SELECT cohort_week, weeks, count() AS users
FROM user_journey_analysis
WHERE experiment_id = {experiment:String} AND stage != 'assigned'
GROUP BY cohort_week, weeks
ORDER BY cohort_week, weeks;

-- @query touches
-- The pages to which conversions are ascribed: the first one that a user saw, the last, or all.
SELECT
    page,
    sum(first)             AS first,
    sum(last)              AS last,
    round(sum(linear), 1)  AS linear
FROM
(
    SELECT
        arrayJoin(arrayDistinct(touches)) AS page,
        first_touch = page                AS first,
        last_touch = page                 AS last,
        linear_touch[page]                AS linear
    FROM user_journey_analysis
    WHERE experiment_id = {experiment:String} AND stage = 'converted'
)
GROUP BY page
ORDER BY linear DESC;

-- @query latest_users
-- Who converted last: users whose journey may be worth a look.
SELECT user_id
FROM user_experiment_stats
WHERE experiment_id = {experiment:String} AND variant_id != ''
GROUP BY user_id
HAVING maxMerge(has_converted)
ORDER BY maxMerge(last_event) DESC
LIMIT 20;

-- @query journey
-- What one user was assigned to and did, in its order; of a user who is not known, nothing.
SELECT at, what, experiment_id, variant_id, page, device, value, is_valid
FROM
(
    SELECT timestamp AS at, event_type AS what, experiment_id, variant_id, page, device, value, is_valid
    FROM events_processed FINAL
    WHERE user_id = {user:String}
    UNION ALL
    SELECT assignment_at, 'assignment', experiment_id, variant_id, NULL, NULL, NULL, true
    FROM assignments_processed FINAL
    WHERE user_id = {user:String}
)
ORDER BY at, what
LIMIT 1000;

-- @query user
-- What PostgreSQL knows of a user now.
SELECT
    {user:String}                                          AS user_id,
    dictGet('users_dict', 'country', user_id)              AS country,
    dictGet('users_dict', 'plan', user_id)                 AS plan,
    dictGet('users_dict', 'signed_up_at', user_id)         AS signed_up_at
WHERE dictHas('users_dict', user_id);
