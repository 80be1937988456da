-- The PostgreSQL role Caravan reads with, when Caravan makes the publications itself and keeps them
-- up as tables come and go. That needs more rights than sql/postgres-role.sql gives: only the owner
-- of a table may publish it.
--
-- Run it as a superuser, in the database to be captured. Replace:
--   caravan_app   the role                           caravan.postgres.user
--   change-me     its password                       caravan.postgres.password
--   shop          the database                       caravan.postgres.database
--   inventory     the schema of the tables           caravan.capture.tables
--   shop_owner    the role that owns the tables

CREATE ROLE caravan_app LOGIN REPLICATION PASSWORD 'change-me';

-- CREATE is what making a publication takes.
GRANT CONNECT, CREATE ON DATABASE shop TO caravan_app;
GRANT USAGE ON SCHEMA inventory TO caravan_app;

-- As a member of the owner the role may read, and could also write and drop, the owner's tables.
GRANT shop_owner TO caravan_app;
