-- Runs once, when PostgreSQL starts with an empty volume: the sample shop, and users of few rights.
\set ON_ERROR_STOP on
\set owner_password `cat /run/secrets/shop-owner-password`
\set caravan_password `cat /run/secrets/caravan-postgres-password`
\set reader_password `cat /run/secrets/reader-password`
\set exporter_password `cat /run/secrets/exporter-password`

-- The application, which owns the tables.
CREATE ROLE shop_owner LOGIN PASSWORD :'owner_password';
GRANT CREATE ON DATABASE shop TO shop_owner;
SET ROLE shop_owner;
\i /sample/inventory.sql
\i /sample/data.sql
RESET ROLE;

-- Caravan, which publishes tables as routes ask for them.
BEGIN;
\i /sample/postgres-role-publishing.sql
ALTER ROLE caravan_app PASSWORD :'caravan_password';
COMMIT;

-- Grafana, which reads.
CREATE ROLE reader LOGIN PASSWORD :'reader_password';
GRANT USAGE ON SCHEMA inventory TO reader;
GRANT SELECT ON ALL TABLES IN SCHEMA inventory TO reader;
ALTER DEFAULT PRIVILEGES FOR ROLE shop_owner IN SCHEMA inventory GRANT SELECT ON TABLES TO reader;

-- The exporter.
CREATE ROLE exporter LOGIN PASSWORD :'exporter_password';
GRANT pg_monitor TO exporter;
-- What takes time, for its figures of statements.
CREATE EXTENSION pg_stat_statements;
