-- Events of experiments, joined with what is known of the user, the user's assignment, its variant
-- and its experiment. Assignments come through an outbox: a row for each, which the application
-- removes when it likes; what a removed row said holds on.

CREATE TABLE experiments_events ENGINE = ChangeStream('public.events');
CREATE TABLE assignments_outbox ENGINE = ChangeStream('public.assignments_outbox') SETTINGS deletes = 'ignore';
CREATE TABLE experiments        ENGINE = ChangeTable('public.experiments');
CREATE TABLE variants           ENGINE = ChangeTable('public.variants');
CREATE TABLE users              ENGINE = ChangeTable('public.users');

-- The newest assignment of a user in an experiment. Other things may go through the same outbox.
CREATE MATERIALIZED VIEW assignments_processor_mv
TO assignments_processed
AS
SELECT
    JSONExtractString(payload, 'experiment_id') AS experiment_id,
    JSONExtractString(payload, 'user_id')       AS user_id,
    JSONExtractString(payload, 'variant_id')    AS variant_id,
    parseDateTime64BestEffortOrNull(JSONExtractString(payload, 'assigned_at'), 3, 'UTC') AS assignment_at,
    toMonday(assignment_at)                     AS cohort_week
FROM assignments_outbox
WHERE aggregate_type = 'assignment'
SETTINGS rejects = 0;

CREATE MATERIALIZED VIEW events_processor_mv
TO events_processed
AS
SELECT
    e.timestamp,
    e.event_id,
    e.experiment_id AS experiment_id,
    e.user_id       AS user_id,
    e.event_type,
    e.properties,
    JSONExtract(e.properties, 'page', 'Nullable(String)')   AS page,
    JSONExtract(e.properties, 'device', 'Nullable(String)') AS device,
    JSONExtract(e.properties, 'value', 'Nullable(Float32)') AS value,
    JSONExtract(e.properties, 'score', 'Nullable(Int32)')   AS score,
    a.variant_id    AS variant_id,
    a.assignment_at,
    v.name       AS variant_name,
    x.name       AS experiment_name,
    u.country,
    u.plan,
    e.event_type = 'conversion' AS is_conversion,
    e.event_type = 'exposure'   AS is_exposure,
    if(a.assignment_at IS NOT NULL, e.timestamp >= a.assignment_at, true) AS is_valid
FROM experiments_events AS e
LEFT JOIN assignments_processed AS a ON e.experiment_id = a.experiment_id AND e.user_id = a.user_id
LEFT JOIN variants AS v ON e.experiment_id = v.experiment_id AND a.variant_id = v.variant_id
LEFT JOIN experiments AS x ON e.experiment_id = x.experiment_id
LEFT JOIN users AS u ON e.user_id = u.user_id
WHERE e.user_id != '';
