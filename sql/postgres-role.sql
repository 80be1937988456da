-- The PostgreSQL role Caravan reads with, and the publications it reads.
--
-- Run it as a superuser, in the database to be captured. Replace:
--   caravan_app   the role                   caravan.postgres.user
--   change-me     its password               caravan.postgres.password
--   shop          the database               caravan.postgres.database
--   inventory     the schema of the tables   caravan.capture.tables
--   caravan       the publication            caravan.capture.publication
-- and name the tables. The role owns nothing, writes nothing and makes nothing but its slot.

-- REPLICATION lets it make and read a replication slot.
CREATE ROLE caravan_app LOGIN REPLICATION PASSWORD 'change-me';

GRANT CONNECT ON DATABASE shop TO caravan_app;
GRANT USAGE ON SCHEMA inventory TO caravan_app;

-- The snapshot reads the tables, and so does what brings large values that an update left as they
-- were. With row-level security on them, the role needs BYPASSRLS, too.
GRANT SELECT ON ALL TABLES IN SCHEMA inventory TO caravan_app;

-- Tables that are created later by whoever runs this. For others: FOR ROLE their_owner.
ALTER DEFAULT PRIVILEGES IN SCHEMA inventory GRANT SELECT ON TABLES TO caravan_app;

-- The tables with a primary key or another replica identity.
CREATE PUBLICATION caravan FOR TABLE inventory.orders, inventory.customers
  WITH (publish = 'insert, update, delete, truncate', publish_via_partition_root = true);

-- Tables without one, of which inserts and TRUNCATE are captured; stays empty when there are none.
-- Made before the slot in any case: PostgreSQL cannot read older changes with it.
CREATE PUBLICATION caravan_inserts
  WITH (publish = 'insert, truncate', publish_via_partition_root = true);

-- A table that comes later: ALTER PUBLICATION caravan ADD TABLE inventory.returns;
-- in another schema also GRANT USAGE ON SCHEMA sales TO caravan_app;
-- GRANT SELECT ON sales.invoices TO caravan_app;
-- Caravan asks for it by name until that is done.
