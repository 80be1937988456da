package dev.caravan.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.change.TableName;
import dev.caravan.sandbox.Application;
import dev.caravan.sandbox.Sandbox;
import dev.caravan.sandbox.SharedSandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Keys of every kind, no keys, partitions, and names that need quoting, all in one pipeline. */
@Tag("native")
@ExtendWith(SharedSandbox.class)
class TableKindsIT {

  /**
   * @param ddl {@code %s} for the table
   * @param values the rows {@code n} of {@code generate_series}, as a SELECT's list
   * @param changes {@code %s} for the table
   */
  private record Kind(TableName name, List<String> ddl, String values, List<String> changes) {

    static Kind of(String table, String ddl, String values, String... changes) {
      return new Kind(new TableName("inventory", table), List.of(ddl), values, List.of(changes));
    }

    List<String> create() {
      return ddl.stream().map(sql -> sql.replace("%s", name.quoted())).toList();
    }

    String insert(int from, int to) {
      return "INSERT INTO %s SELECT %s FROM generate_series(%d, %d) n"
          .formatted(name.quoted(), values, from, to);
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          Kind.of(
              "composite_key",
              "CREATE TABLE %s (note text, b int, big text, a text, PRIMARY KEY (a, b))",
              "'note ' || n, n, repeat('x', 10000), 'a' || n % 3",
              "UPDATE %s SET note = NULL WHERE b % 2 = 0",
              "UPDATE %s SET a = 'moved', b = b + 1000 WHERE b % 5 = 0",
              "DELETE FROM %s WHERE b % 7 = 0"),
          Kind.of(
              "text_key",
              "CREATE TABLE %s (v int, k text PRIMARY KEY)",
              "n, (ARRAY['ä', 'Z', '🚚', '', 'a b'])[n % 5 + 1] || CASE WHEN n < 5 THEN '' ELSE n::text END",
              "UPDATE %s SET k = k || '-' WHERE v % 3 = 0",
              "UPDATE %s SET v = -v WHERE v % 3 = 1"),
          Kind.of(
              "uuid_key",
              "CREATE TABLE %s (v int, k uuid PRIMARY KEY)",
              "n, md5(n::text)::uuid",
              "UPDATE %s SET v = 0 WHERE v % 2 = 0",
              "DELETE FROM %s WHERE v % 3 = 0"),
          Kind.of(
              "numeric_key",
              "CREATE TABLE %s (v int, k numeric PRIMARY KEY, d numeric(30,10) NOT NULL)",
              "n, n * 1.10 - 20, n / 3.0",
              "UPDATE %s SET v = 0 WHERE v % 2 = 0",
              "UPDATE %s SET k = k + 100000 WHERE v % 5 = 1"),
          Kind.of(
              "time_key",
              "CREATE TABLE %s (at timestamptz, day date, raw bytea, v int, PRIMARY KEY (day, at, raw))",
              "timestamptz '2026-01-01 00:00:00+00' + n * interval '1.000001 s', date '2026-01-01' + n % 3,"
                  + " decode(lpad(to_hex(n), 8, '0'), 'hex'), n",
              "UPDATE %s SET v = 0 WHERE v % 2 = 0",
              "DELETE FROM %s WHERE v % 3 = 0"),
          Kind.of(
              "enum_key",
              "CREATE TABLE %s (v int, k inventory.colour, flag boolean, PRIMARY KEY (k, flag, v))",
              "n, (ARRAY['red', 'green', 'blue']::inventory.colour[])[n % 3 + 1], n % 2 = 0",
              "UPDATE %s SET flag = NOT flag WHERE v % 2 = 0"),
          new Kind(
              new TableName("inventory", "by_index"),
              List.of(
                  "CREATE TABLE %s (v text, code text NOT NULL, shop int NOT NULL)",
                  "CREATE UNIQUE INDEX by_index_identity ON %s (shop, code)",
                  "ALTER TABLE %s REPLICA IDENTITY USING INDEX by_index_identity"),
              "'v' || n, 'c' || n, n % 4",
              List.of(
                  "UPDATE %s SET v = NULL WHERE shop = 1",
                  "UPDATE %s SET shop = 9 WHERE shop = 2", "DELETE FROM %s WHERE shop = 3")),
          new Kind(
              new TableName("inventory", "key_and_full"),
              List.of(
                  "CREATE TABLE %s (id int PRIMARY KEY, v text, big text)",
                  "ALTER TABLE %s REPLICA IDENTITY FULL"),
              "n, 'v' || n, repeat(md5(n::text), 500)",
              List.of(
                  "UPDATE %s SET v = NULL WHERE id % 2 = 0",
                  "UPDATE %s SET id = id + 1000 WHERE id % 3 = 0",
                  "DELETE FROM %s WHERE id % 5 = 0")),
          Kind.of(
              "append_only",
              "CREATE TABLE %s (v int, note text, at timestamp)",
              "n % 3, CASE WHEN n % 2 = 0 THEN 'note' END, timestamp '2026-01-01'"),
          new Kind(
              new TableName("inventory", "keyless_full"),
              List.of(
                  "CREATE TABLE %s (v int, note text, list int[], price numeric(10,2))",
                  "ALTER TABLE %s REPLICA IDENTITY FULL"),
              "n % 3, CASE WHEN n % 2 = 0 THEN 'note' END, '{1,NULL}', n % 2 * 1.5",
              List.of(
                  "UPDATE %s SET note = 'changed', list = NULL WHERE v = 1 AND note IS NULL",
                  "UPDATE %s SET price = 2 WHERE ctid = (SELECT min(ctid) FROM %s WHERE v = 2)",
                  "DELETE FROM %s WHERE ctid IN (SELECT ctid FROM %s WHERE v = 0 LIMIT 5)",
                  "DELETE FROM %s WHERE v = 2 AND note IS NULL")),
          new Kind(
              new TableName("inventory", "deferred_key"),
              List.of(
                  // Keys of which rows may change places by one statement.
                  "CREATE TABLE %s (id int PRIMARY KEY DEFERRABLE, v text, big text)",
                  "ALTER TABLE %s REPLICA IDENTITY FULL"),
              "n, 'v' || n, (SELECT string_agg(md5(n::text || i), '') FROM generate_series(1, 200) i)",
              List.of(
                  "UPDATE %s SET id = 99 - id",
                  "UPDATE %s SET id = (id + 1) % 100",
                  "UPDATE %s SET v = NULL WHERE id % 2 = 0",
                  "DELETE FROM %s WHERE id % 5 = 0")),
          new Kind(
              new TableName("inventory", "partitioned"),
              List.of(
                  "CREATE TABLE %s (id int, region text, v int, PRIMARY KEY (region, id)) PARTITION BY LIST (region)",
                  "CREATE TABLE inventory.partitioned_north PARTITION OF %s FOR VALUES IN ('north')",
                  "CREATE TABLE inventory.partitioned_rest PARTITION OF %s DEFAULT PARTITION BY RANGE (id)",
                  "CREATE TABLE inventory.partitioned_low (v int, region text NOT NULL, id int NOT NULL)",
                  "ALTER TABLE inventory.partitioned_rest ATTACH PARTITION inventory.partitioned_low FOR VALUES FROM (MINVALUE) TO (50)",
                  "CREATE TABLE inventory.partitioned_high PARTITION OF inventory.partitioned_rest FOR VALUES FROM (50) TO (MAXVALUE)"),
              "n, (ARRAY['north', 'south', 'west'])[n % 3 + 1], n",
              List.of(
                  "UPDATE %s SET v = 0 WHERE id % 2 = 0",
                  "UPDATE %s SET region = 'north' WHERE region = 'west' AND id % 4 = 0",
                  "DELETE FROM %s WHERE id % 7 = 0")),
          odd(
              "Order Details",
              "\"Id\" int PRIMARY KEY, \"unit price\" numeric(10,2), \"SELECT\" text"),
          odd("select", "\"from\" int PRIMARY KEY, \"where\" numeric(10,2), \"a.b\" text"),
          odd("größe_数", "\"ключ\" int PRIMARY KEY, \"größe\" numeric(10,2), \"🚚\" text"),
          odd(
              "quo\"te`s'",
              "\"k\"\"1\" int PRIMARY KEY, \"it's `c` \\\" numeric(10,2), \"%41-20${x}\" text"));

  /**
   * A table whose columns are an integer key, a number and a text under names that need quoting.
   */
  private static Kind odd(String table, String columns) {
    List<String> names = new ArrayList<>();
    for (String column : columns.split(", ")) {
      names.add(column.substring(0, column.lastIndexOf('"') + 1));
    }
    return new Kind(
        new TableName("Odd Schema", table),
        List.of("CREATE TABLE %s (" + columns + ")"),
        "n, n * 0.5, 'text ' || n",
        List.of(
            "UPDATE %s SET " + names.get(2) + " = NULL WHERE " + names.get(0) + " % 2 = 0",
            "UPDATE %s SET {k} = {k} + 1000 WHERE {k} % 3 = 0".replace("{k}", names.get(0)),
            "DELETE FROM %s WHERE " + names.get(0) + " % 5 = 0"));
  }

  @Test
  void everyKindOfTableIsTheSame(Sandbox sandbox) {
    try (IsolatedPipeline pipeline = new IsolatedPipeline(sandbox, TableKindsIT.class)) {
      // Given rows that are there before
      pipeline.sql(
          "CREATE SCHEMA \"Odd Schema\"",
          "CREATE TYPE inventory.colour AS ENUM ('red', 'green', 'blue')");
      for (Kind kind : KINDS) {
        pipeline.sql(kind.create().toArray(String[]::new));
        pipeline.sql(kind.insert(0, 49));
        pipeline.deliver(kind.name(), kind.name().table() + "_final", Map.of());
      }
      Application application =
          pipeline.start(
              pipeline.application().set("caravan.capture.tables", "inventory.*,Odd Schema.*"));
      application.awaitReady(Duration.ofSeconds(60));

      // When
      for (Kind kind : KINDS) {
        pipeline.sql(kind.insert(50, 99));
        for (String change : kind.changes()) {
          pipeline.sql(change.replace("%s", kind.name().quoted()));
        }
      }

      // Then
      pipeline.awaitEqual(KINDS.stream().map(Kind::name).toArray(TableName[]::new));
      // And a partitioned table has no other topics than its own
      assertThat(pipeline.kafka().end(pipeline.topicPrefix() + ".inventory.partitioned_north"))
          .isZero();
      // And an append-only table can be changed as if nobody captured it
      pipeline.sql("UPDATE inventory.append_only SET v = v", "DELETE FROM inventory.append_only");
    }
  }
}
