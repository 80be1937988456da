package dev.caravan.pipeline;

import java.util.List;

/** Every way a table's shape changes that is followed, or that stops the table. */
final class EvolvingTables {

  static final List<EvolvingTable> ALL =
      List.of(
          EvolvingTable.followed(
              "add_column",
              "c text",
              "c <- 'c' || n",
              "ALTER TABLE %s ADD COLUMN d int, ADD COLUMN e int[]",
              "c, d, e <- 'c', n, ARRAY[n, NULL]"),
          EvolvingTable.followed(
              "add_default",
              "c text",
              "c <- 'c' || n",
              "ALTER TABLE %s ADD COLUMN d int NOT NULL DEFAULT 7,"
                  + " ADD COLUMN e numeric(10,2) DEFAULT 1.50,"
                  + " ADD COLUMN f timestamptz DEFAULT '2026-01-01 00:00:00.5+01',"
                  + " ADD COLUMN g text NOT NULL DEFAULT 'it''s \"new\"',"
                  + " ADD COLUMN h int[] NOT NULL DEFAULT '{1,NULL}'",
              // A NULL and a zero that were sent stay what they are.
              "d, e, f, g, h <- 0, NULL::numeric, NULL::timestamptz, '', '{}'::int[]"),
          EvolvingTable.followed(
              "drop_column",
              "c text NOT NULL, d int",
              "c, d <- 'c', n",
              "ALTER TABLE %s DROP COLUMN c",
              "d <- n"),
          EvolvingTable.followed(
              "rename_column",
              "c text, d int NOT NULL",
              "c, d <- 'c', n",
              "ALTER TABLE %s RENAME COLUMN c TO \"New Name\"",
              "\"New Name\", d <- 'new', n"),
          EvolvingTable.followed(
              "swap_names",
              "c int, d int",
              "c, d <- n, -n",
              "ALTER TABLE %s RENAME COLUMN c TO x; ALTER TABLE %s RENAME COLUMN d TO c;"
                  + " ALTER TABLE %s RENAME COLUMN x TO d",
              "c, d <- -n, n"),
          EvolvingTable.followed(
              "drop_and_add",
              "c text",
              "c <- 'old'",
              "ALTER TABLE %s DROP COLUMN c; ALTER TABLE %s ADD COLUMN c int",
              "c <- n"),
          EvolvingTable.followed(
              "widen_int",
              "c int NOT NULL, d smallint, e real",
              "c, d, e <- n, n % 100, n / 3.0",
              "ALTER TABLE %s ALTER COLUMN c TYPE bigint, ALTER COLUMN d TYPE int",
              "c, d, e <- 9000000000 + n, 100000, 0.1"),
          EvolvingTable.followed(
              "widen_numeric",
              "c numeric(10,2)",
              "c <- n * 1.25",
              "ALTER TABLE %s ALTER COLUMN c TYPE numeric(20,2)",
              "c <- 123456789012345678.99"),
          EvolvingTable.followed(
              "varchar_to_text",
              "c varchar(10)",
              "c <- 'c' || n",
              "ALTER TABLE %s ALTER COLUMN c TYPE text",
              "c <- repeat('long ', 10)"),
          EvolvingTable.followed(
              "set_not_null",
              "c int",
              "c <- n",
              "ALTER TABLE %s ALTER COLUMN c SET NOT NULL",
              "c <- -n"),
          EvolvingTable.followed(
              "drop_not_null",
              "c int NOT NULL, d text NOT NULL",
              "c, d <- n, 'd'",
              "ALTER TABLE %s ALTER COLUMN c DROP NOT NULL, ALTER COLUMN d DROP NOT NULL",
              "c, d <- NULL::int, NULL::text"),
          EvolvingTable.followed(
              "enum_value",
              "c inventory.colour",
              "c <- 'red'::inventory.colour",
              "ALTER TYPE inventory.colour ADD VALUE 'blue'",
              "c <- 'blue'::inventory.colour"),
          EvolvingTable.stopping(
              "add_volatile",
              "c text",
              "c <- 'c'",
              "ALTER TABLE %s ADD COLUMN d uuid NOT NULL DEFAULT gen_random_uuid()",
              "c <- 'after'"),
          EvolvingTable.stopping(
              "narrow_time",
              "c timestamp(6)",
              "c <- timestamp '2026-11-23 09:30:00.654321' + n * interval '1 s'",
              "ALTER TABLE %s ALTER COLUMN c TYPE timestamp(0)",
              "c <- timestamp '2026-11-23 10:00:00.7'"),
          EvolvingTable.stopping(
              "using",
              "c text",
              "c <- n::text",
              "ALTER TABLE %s ALTER COLUMN c TYPE int USING length(c)",
              "c <- n"),
          EvolvingTable.stopping(
              "key_change",
              "shop int NOT NULL DEFAULT 3",
              "shop <- n % 4",
              "ALTER TABLE %s DROP CONSTRAINT key_change_pkey, ADD PRIMARY KEY (shop, id)",
              "shop <- n % 5"));

  private EvolvingTables() {}
}
