-- A small shop: 200 products in 4 warehouses, 1,000 customers, 20,000 orders of the last 90 days.
BEGIN;
DO $$ BEGIN PERFORM setseed(0.5); END $$;

INSERT INTO inventory.products (sku, name, category, price, weight_kg, released_on, attributes, updated_at)
SELECT 'SKU-' || lpad(n::text, 5, '0'),
       (ARRAY['Lamp', 'Chair', 'Table', 'Shelf', 'Rug'])[1 + n % 5] || ' ' || n,
       (ARRAY['light', 'seating', 'tables', 'storage', 'textiles'])[1 + n % 5],
       round((5 + random() * 495)::numeric, 2),
       round((0.1 + random() * 40)::numeric, 3),
       current_date - (n % 1000),
       jsonb_build_object('colour', (ARRAY['red', 'green', 'blue', 'oak'])[1 + n % 4], 'boxes', 1 + n % 3),
       now() - n * interval '1 hour'
FROM generate_series(1, 200) AS n;

INSERT INTO inventory.inventory (warehouse, product_id, quantity, reserved, reorder_level, counted_at, updated_at)
SELECT warehouse, p.id, (random() * 500)::integer, (random() * 20)::integer, 25, now()::timestamp, now()
FROM inventory.products p, unnest(ARRAY['north', 'south', 'east', 'west']) AS warehouse;

INSERT INTO inventory.customers (public_id, name, email, phone, city, birth_date, newsletter, preferences, registered_at)
SELECT gen_random_uuid(), 'Customer ' || n, 'customer' || n || '@example.com',
       CASE WHEN n % 3 = 0 THEN '+49 30 ' || (100000 + n) END,
       (ARRAY['Berlin', 'Lyon', 'Porto', 'Oslo', 'Graz'])[1 + n % 5],
       date '1950-01-01' + (random() * 18000)::integer,
       n % 2 = 0,
       jsonb_build_object('language', (ARRAY['de', 'fr', 'pt', 'no'])[1 + n % 4]),
       now() - random() * interval '1000 days'
FROM generate_series(1, 1000) AS n;

INSERT INTO inventory.orders (reference, customer_id, product_id, warehouse, quantity, total, status, gift, note,
                              ordered_at, shipped_at, deliver_on)
SELECT gen_random_uuid(), o.customer, p.id, (ARRAY['north', 'south', 'east', 'west'])[1 + o.n % 4],
       o.quantity, o.quantity * p.price, o.status, o.n % 20 = 0,
       CASE WHEN o.n % 10 = 0 THEN 'Please ring twice' END,
       o.at,
       CASE WHEN o.status IN ('shipped', 'delivered') THEN o.at + interval '1 day' END,
       (o.at + interval '3 days')::date
FROM (SELECT n, 1 + (random() * 999)::integer AS customer, 1 + (random() * 199)::integer AS product,
             1 + (random() * 4)::integer AS quantity, now() - random() * interval '90 days' AS at,
             (ARRAY['placed', 'paid', 'shipped', 'delivered', 'cancelled'])[1 + n % 5] AS status
      FROM generate_series(1, 20000) AS n) AS o
JOIN inventory.products p ON p.id = o.product;

COMMIT;
ANALYZE inventory.products, inventory.inventory, inventory.customers, inventory.orders;
