-- Views that run in the stream and in ClickHouse over the same rows. The columns of the sources are
-- their column lists; `id` and the like behind KEY are the primary keys.

CREATE TABLE readings (id Int64, at DateTime64(3), device_id Nullable(Int64), tenant String, power Nullable(Float64), status Int16, note Nullable(String))
ENGINE = ChangeStream('t.readings') COMMENT 'key id';
CREATE TABLE devices (device_id UInt32, name String, place_id Nullable(Int32), kind Nullable(String), factor Float64)
ENGINE = ChangeTable('t.devices') COMMENT 'key device_id';
CREATE TABLE places (place_id Int32, city String, parent Int32)
ENGINE = ChangeTable('t.places') COMMENT 'key place_id';
CREATE TABLE tariffs (tenant String, kind String, price Nullable(Float64))
ENGINE = ChangeTable('t.tariffs') COMMENT 'key tenant, kind';

CREATE MATERIALIZED VIEW mv_filter TO filtered AS
SELECT id, at, device_id, tenant, power, status, note FROM readings
WHERE power >= 0 AND NOT (power > 1000) AND status NOT IN (3, 4) AND (note IS NULL OR note <> 'skip');

CREATE MATERIALIZED VIEW mv_left TO with_device AS
SELECT f.id, f.at, f.power, d.name, d.kind, d.factor, f.power * d.factor AS scaled,
       coalesce(d.kind, 'unknown') AS kind_or, d.device_id = 0 AS unmatched
FROM filtered AS f LEFT JOIN devices AS d ON d.device_id = f.device_id;

CREATE MATERIALIZED VIEW mv_inner TO with_device_only AS
SELECT id, name, multiIf(power > 100, 'high', power > 10, 'mid', 'low') AS level
FROM readings JOIN devices USING (device_id)
WHERE factor > 1 AND power IS NOT NULL;

CREATE MATERIALIZED VIEW mv_chain TO with_places AS
WITH r.power + 1 AS more
SELECT r.id, d.name AS device, p.city AS city, q.city AS parent_city, more AS power,
       if(p.place_id = 0, 'nowhere', p.city) AS place, more * 2 AS twice
FROM readings r
LEFT JOIN devices d ON r.device_id = d.device_id
LEFT JOIN places p ON p.place_id = d.place_id
LEFT JOIN places AS q ON q.place_id = p.parent
WHERE more > 5 OR p.city = 'Köln';

CREATE MATERIALIZED VIEW mv_composite TO priced AS
SELECT r.id, t.price, r.power * t.price AS cost, r.status % 3 AS rest, intDiv(r.status, 2) AS half,
       CASE r.status WHEN 1 THEN 'one' WHEN 2 THEN 'two' ELSE r.tenant END AS label
FROM readings AS r
LEFT JOIN devices AS d ON d.device_id = r.device_id
INNER JOIN tariffs AS t ON t.kind = d.kind AND t.tenant = r.tenant;

CREATE MATERIALIZED VIEW mv_expression TO by_expression AS
SELECT r.id, d.name FROM readings AS r
LEFT JOIN devices AS d ON d.device_id = r.status + 2;
