package dev.caravan.bench.lane;

import dev.caravan.change.TableName;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Four tables, two narrow and two wide, and a backlog of inserts, updates and deletes over them: of
 * ten changes of a table six insert, three update a row of any age, one deletes one.
 */
public final class MixedTables {

  /** Rows with these keys come last; enough of them to be in every partition. */
  public static final int MARKERS = 50;

  private static final int TRANSACTION = 1_000;

  private static final String WIDE_COLUMNS =
      "name text NOT NULL, email text NOT NULL, street text NOT NULL, city text NOT NULL,"
          + " country text NOT NULL, note text, referrer bigint NOT NULL, parent bigint NOT NULL,"
          + " visits integer NOT NULL, orders integer NOT NULL, returns integer NOT NULL,"
          + " score integer NOT NULL, credit numeric(12,2) NOT NULL, spent numeric(12,2) NOT NULL,"
          + " refunded numeric(12,2) NOT NULL, active boolean NOT NULL,"
          + " registered_at timestamptz NOT NULL, seen_at timestamptz NOT NULL,"
          + " changed_at timestamptz NOT NULL";

  private static final String WIDE_VALUES =
      "'customer number ' || k, 'customer' || k || '@example.com', k || ' Long Street', 'Springfield',"
          + " 'Utopia', repeat('note ' || k || ' ', 10), k, k / 2, (k % 1000)::int,"
          + " (k % 100)::int, (k % 10)::int, (k % 77)::int, k * 0.01, k * 0.02, k * 0.03,"
          + " k % 2 = 0, now(), now(), clock_timestamp()";

  private static final List<Table> TABLES =
      List.of(
          new Table(
              "payments",
              "amount numeric(12,2) NOT NULL, changed_at timestamptz NOT NULL",
              "k * 0.01, clock_timestamp()",
              "amount = amount + 1"),
          new Table("customers", WIDE_COLUMNS, WIDE_VALUES, "visits = visits + 1"),
          new Table(
              "visits",
              "customer_id bigint NOT NULL, page text NOT NULL",
              "k, '/page/' || k",
              "page = page || '?'"),
          new Table("partners", WIDE_COLUMNS, WIDE_VALUES, "note = 'changed ' || k"));

  private record Table(String name, String columns, String values, String update) {

    /** As often as it is called with the next number. */
    String change() {
      return """
          IF k % 10 < 6 THEN INSERT INTO inventory.{table} VALUES (k, {values});
          ELSIF k % 10 < 9 THEN
            UPDATE inventory.{table} SET {update} WHERE id = (k / 10 * 7919) % (k / 10 + 1) * 10 + k % 10 - 6;
          ELSE DELETE FROM inventory.{table} WHERE id = k - 5;
          END IF;
          """
          .replace("{table}", name)
          .replace("{values}", values)
          .replace("{update}", update);
    }
  }

  private MixedTables() {}

  public static List<TableName> names() {
    return TABLES.stream().map(table -> new TableName("inventory", table.name())).toList();
  }

  public static void create(SourceDatabase source) throws SQLException {
    for (Table table : TABLES) {
      source.execute(
          "CREATE TABLE inventory.%s (id bigint PRIMARY KEY, %s)"
              .formatted(table.name(), table.columns()));
    }
  }

  /** Makes changes, a thousand to a transaction, and then inserts the markers. */
  public static void change(SourceDatabase source, int changes) throws SQLException {
    source.execute(procedure());
    for (int first = 0; first < changes; first += TRANSACTION) {
      int last = Math.min(first + TRANSACTION, changes) - 1;
      source.execute("CALL mixed_changes(%d, %d)".formatted(first, last));
    }
    for (Table table : TABLES) {
      source.execute(
          "INSERT INTO inventory.%s SELECT -k, %s FROM generate_series(1::bigint, %d) k"
              .formatted(table.name(), table.values(), MARKERS));
    }
  }

  private static String procedure() {
    String branches =
        TABLES.stream()
            .map(table -> "WHEN %d THEN %s".formatted(TABLES.indexOf(table), table.change()))
            .collect(Collectors.joining());
    return "CREATE OR REPLACE PROCEDURE mixed_changes(first bigint, last bigint) LANGUAGE plpgsql"
        + " AS $$ DECLARE k bigint; BEGIN FOR i IN first..last LOOP k := i / 4; CASE i % 4 "
        + branches
        + " END CASE; END LOOP; END $$";
  }
}
