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
