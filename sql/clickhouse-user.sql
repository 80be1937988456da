-- The ClickHouse user Caravan inserts with.
--
-- Run it as an administrator. Replace:
--   caravan_app   the user       caravan.deliver.clickhouse.user
--   change-me     its password   caravan.deliver.clickhouse.password
--   analytics     the database   caravan.deliver.clickhouse.database

CREATE DATABASE IF NOT EXISTS analytics;

CREATE USER IF NOT EXISTS caravan_app IDENTIFIED WITH sha256_password BY 'change-me';

-- Rows go in, and the highest offset that is there is asked for.
GRANT SELECT, INSERT ON analytics.* TO caravan_app;

-- A table for each route and the view beside it. With tables of your own making leave this out.
-- ClickHouse replaces a view by way of one of another name, which it drops; servers before 24.10 know
-- no names with a * and need DROP TABLE ON analytics.*
GRANT CREATE TABLE, CREATE VIEW, DROP VIEW ON analytics.* TO caravan_app;
GRANT DROP TABLE ON analytics._tmp_replace_* TO caravan_app;
GRANT TABLE ENGINE ON MergeTree TO caravan_app;
GRANT TABLE ENGINE ON ReplacingMergeTree TO caravan_app;
-- Routes that choose another engine: the same for it, such as ReplicatedReplacingMergeTree.

-- Columns that are added, renamed, widened or dropped in PostgreSQL.
GRANT ALTER COLUMN, ALTER MODIFY COMMENT ON analytics.* TO caravan_app;

-- Routes that choose how long rows stay (ttl).
GRANT ALTER TTL ON analytics.* TO caravan_app;

-- Routes that filter rows (where): servers before 26.5 ask for this to read what an insert brings.
-- It cannot be granted for one database.
GRANT CREATE TEMPORARY TABLE ON *.* TO caravan_app;

-- TRUNCATE in PostgreSQL deletes the rows that were there.
GRANT ALTER DELETE ON analytics.* TO caravan_app;

-- What a table looks like, and whether an earlier insert or delete still runs.
GRANT SELECT ON system.tables TO caravan_app;
GRANT SELECT ON system.columns TO caravan_app;
GRANT SELECT ON system.processes TO caravan_app;
GRANT SELECT ON system.mutations TO caravan_app;

-- Replicated tables (see docs/clickhouse-clusters.md); CLUSTER cannot be granted for one database.
-- GRANT CLUSTER ON *.* TO caravan_app;
-- GRANT TABLE ENGINE ON ReplicatedMergeTree TO caravan_app;
-- GRANT TABLE ENGINE ON ReplicatedReplacingMergeTree TO caravan_app;
-- GRANT SYSTEM SYNC REPLICA ON analytics.* TO caravan_app;
-- GRANT SELECT ON system.clusters TO caravan_app;
-- GRANT SELECT ON system.macros TO caravan_app;
-- GRANT SELECT ON system.databases TO caravan_app;

-- How many parts, rows and bytes tables have, for meters alone.
GRANT SELECT ON system.parts TO caravan_app;

-- Routes that have ClickHouse's Kafka engine fill their table (via: kafka-engine).
-- GRANT DROP TABLE, TRUNCATE, ALTER DELETE ON analytics.* TO caravan_app;
-- GRANT TABLE ENGINE ON Kafka TO caravan_app;
-- GRANT TABLE ENGINE ON Join TO caravan_app;
-- GRANT TABLE ENGINE ON Memory TO caravan_app;
-- GRANT TABLE ENGINE ON Null TO caravan_app;
-- GRANT SELECT ON system.kafka_consumers TO caravan_app;
