-- Tables as the oracle meets them, filled by plain ClickHouse: nothing of prejoin lands here.

CREATE TABLE oracle_it.device_metadata (device_id UInt32, customer_id String, building_type String, latitude Float64, longitude Float64, _version UInt64, _deleted UInt8) ENGINE=ReplacingMergeTree(_version,_deleted) ORDER BY device_id;

CREATE TABLE oracle_it.l2_power_cleaned (timestamp DateTime, device_id UInt32, power_usage_kWh Float64, _key Int64, _version UInt64, _deleted UInt8) ENGINE=ReplacingMergeTree(_version,_deleted) ORDER BY (device_id, timestamp, _key);

CREATE TABLE oracle_it.l3_power_joined (timestamp DateTime, device_id UInt32, customer_id LowCardinality(String), building_type LowCardinality(String), latitude Float64, longitude Float64, power_usage_kWh Float64, _key Int64, _version UInt64, _deleted UInt8) ENGINE=ReplacingMergeTree(_version,_deleted) ORDER BY (device_id, timestamp, _key);

CREATE TABLE oracle_it.l4_data (ts_hour DateTime, device_id UInt32, customer_id LowCardinality(String), building_type LowCardinality(String), latitude Float64, longitude Float64, usage_count AggregateFunction(count, Float64), usage_sum AggregateFunction(sum, Float64), usage_min AggregateFunction(min, Float64), usage_max AggregateFunction(max, Float64)) ENGINE=AggregatingMergeTree ORDER BY (ts_hour, device_id, customer_id, building_type, latitude, longitude);

CREATE VIEW oracle_it.l4_power_agg_stats AS SELECT * FROM oracle_it.l4_data;

CREATE VIEW oracle_it.l4_power_agg_hourly AS SELECT ts_hour, device_id, customer_id, building_type, latitude, longitude, sumMerge(usage_sum) AS total_kWh, sumMerge(usage_sum)/countMerge(usage_count) AS avg_kWh FROM oracle_it.l4_power_agg_stats GROUP BY ts_hour, device_id, customer_id, building_type, latitude, longitude;

CREATE MATERIALIZED VIEW oracle_it.mv TO oracle_it.l4_data AS SELECT toStartOfHour(timestamp) AS ts_hour, device_id, customer_id, building_type, latitude, longitude, countState(power_usage_kWh) AS usage_count, sumState(power_usage_kWh) AS usage_sum, minState(power_usage_kWh) AS usage_min, maxState(power_usage_kWh) AS usage_max FROM oracle_it.l3_power_joined GROUP BY ts_hour, device_id, customer_id, building_type, latitude, longitude;

INSERT INTO oracle_it.device_metadata SELECT *, 1, 0 FROM postgresql('{postgres}','oracle_it','device_metadata','postgres','x','public');

INSERT INTO oracle_it.l2_power_cleaned SELECT timestamp, device_id, assumeNotNull(power_usage_kWh), id, 1, 0 FROM postgresql('{postgres}','oracle_it','power_readings','postgres','x','public') WHERE power_usage_kWh >= 0 AND power_usage_kWh < 100;

INSERT INTO oracle_it.l3_power_joined SELECT l2.timestamp, l2.device_id, m.customer_id, m.building_type, m.latitude, m.longitude, l2.power_usage_kWh, l2._key, 1, 0 FROM oracle_it.l2_power_cleaned AS l2 LEFT JOIN oracle_it.device_metadata AS m ON l2.device_id = m.device_id;

