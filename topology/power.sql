-- Power readings of devices, joined with what is known of each device.
-- The two views are what one would write in ClickHouse; they run in Kafka Streams instead.

CREATE TABLE l1_power_raw    ENGINE = ChangeStream('public.power_readings');
CREATE TABLE device_metadata ENGINE = ChangeTable('public.device_metadata');

CREATE MATERIALIZED VIEW mv_l1_to_l2
TO l2_power_cleaned
AS
SELECT
    timestamp,
    device_id,
    power_usage_kWh
FROM l1_power_raw
WHERE power_usage_kWh >= 0
  AND power_usage_kWh < 100;  -- an upper threshold of one's choice: drop the line to do without

CREATE MATERIALIZED VIEW mv_l2_to_l3
TO l3_power_joined
AS
SELECT
    l2.timestamp,
    l2.device_id,
    m.customer_id,
    m.building_type,
    m.latitude,
    m.longitude,
    l2.power_usage_kWh
FROM l2_power_cleaned AS l2
LEFT JOIN device_metadata AS m ON l2.device_id = m.device_id;
