-- What the console's page of the power pipeline asks ClickHouse. Each query is answered at
-- /api/queries/NAME, with its parameters in the address.

-- @query hourly_usage hours=48
-- Each of the last hours, also those without readings.
SELECT
    ts_hour                 AS hour,
    sumMerge(usage_sum)     AS total_kwh,
    countMerge(usage_count) AS readings
FROM l4_power_agg_stats
WHERE ts_hour > toStartOfHour(now()) - toIntervalHour({hours:UInt16})
  AND ts_hour <= toStartOfHour(now())
GROUP BY ts_hour
ORDER BY hour WITH FILL
    FROM toStartOfHour(now()) - toIntervalHour({hours:UInt16} - 1)
    TO toStartOfHour(now()) + toIntervalHour(1)
    STEP INTERVAL 1 HOUR;
