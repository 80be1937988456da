package dev.caravan.deliver.option;

import java.util.List;

/**
 * An option of the {@code clickhouse:} endpoint, as the reference page lists it.
 *
 * @param name its name; what stands in angle brackets at its end is the user's
 * @param type what its value is, for people
 * @param values the only values it may have; none when it may have others
 * @param defaultValue what holds without it; one of the values where these are all there are
 * @param unit what its length or number counts; {@code none} where it has none
 * @param description what it does, in one sentence
 */
public record TargetOption(
    String name,
    String type,
    List<String> values,
    String defaultValue,
    String unit,
    String description) {

  /** Of a value that counts nothing. */
  private static final String NONE = "none";

  public static final TargetOption EXCLUDE =
      option(
          "exclude",
          "column names, separated by commas",
          "none",
          "columns of the source that are left out; they never reach ClickHouse");
  public static final TargetOption MASK =
      option(
          "mask.<column>",
          "text",
          "none",
          "stands for every value of the column that is not NULL; a String");
  public static final TargetOption HASH =
      choice(
          "hash.<column>",
          "none",
          "stands for every value of the column that is not NULL: the hex digits of HMAC-SHA-256 of its text, with the salt as key; a String",
          "sha256");
  public static final TargetOption HASH_SALT =
      new TargetOption(
          "hashSalt",
          "text, at least 16 long",
          List.of(),
          "`caravan.deliver.hash-salt`",
          "characters",
          "the salt of the route's hashes; better given by the configuration, where it is a secret");
  public static final TargetOption RENAME =
      option(
          "rename.<column>", "name", "its name in PostgreSQL", "the column's name in ClickHouse");
  public static final TargetOption COLUMN_TYPE =
      option(
          "columnType.<column>",
          "ClickHouse type",
          "[as the column is](tables.md#types)",
          "the column's type in ClickHouse");
  public static final TargetOption DROPPED_COLUMNS =
      choice(
          "droppedColumns",
          "keep",
          "what becomes of a column that is dropped in PostgreSQL, or excluded: it stays with its values, out of the view, or goes",
          "keep",
          "drop");
  public static final TargetOption COMPUTED =
      option(
          "computed.<name>",
          "SQL expression",
          "none",
          "a further column that ClickHouse computes from the row's other columns");
  public static final TargetOption WHERE =
      option("where", "SQL condition", "every row", "the rows the table has; no others stay in it");
  public static final TargetOption ROWS =
      choice(
          "rows",
          "current",
          "whether the table shows the rows there are, or is a log of every change of each",
          "current",
          "changes");
  public static final TargetOption DELETES =
      choice(
          "deletes",
          "remove",
          "whether the view leaves deleted rows out, or shows them marked as such",
          "remove",
          "keep");
  public static final TargetOption ENGINE =
      option(
          "engine",
          "ClickHouse engine",
          "`ReplacingMergeTree` where it has current rows by key, else `MergeTree`",
          "the table's engine, of the MergeTree family; without version columns, which Caravan adds");
  public static final TargetOption ORDER_BY =
      option(
          "orderBy",
          "columns or SQL expressions, separated by commas",
          "the key; of a log the key and `_version`",
          "what the table is ordered by; the key's columns in any order where it has current rows by key");
  public static final TargetOption PARTITION_BY =
      option("partitionBy", "SQL expression", "nothing", "what the table is partitioned by");
  public static final TargetOption TTL =
      option("ttl", "SQL expression", "rows stay", "when ClickHouse drops a row by itself");
  public static final TargetOption CREATE =
      choice(
          "create",
          "true",
          "whether Caravan creates table and view; otherwise it waits for the table and shows the statement that makes it",
          "true",
          "false");
  public static final TargetOption VIA =
      choice(
          "via",
          "caravan",
          "who reads the topic and inserts the rows: Caravan, or [ClickHouse's own Kafka engine](kafka-engine.md), which Caravan sets up and watches",
          "caravan",
          "kafka-engine");

  /** All, in the order of the reference page. */
  public static final List<TargetOption> ALL =
      List.of(
          EXCLUDE,
          MASK,
          HASH,
          HASH_SALT,
          RENAME,
          COLUMN_TYPE,
          DROPPED_COLUMNS,
          COMPUTED,
          WHERE,
          ROWS,
          DELETES,
          ENGINE,
          ORDER_BY,
          PARTITION_BY,
          TTL,
          CREATE,
          VIA);

  public TargetOption {
    values = List.copyOf(values);
  }

  /** Whether the option is given once for each of several columns. */
  public boolean isByColumn() {
    return name.endsWith(">");
  }

  /** What the option begins with when it is given by column: {@code mask.} */
  public String prefix() {
    return isByColumn() ? name.substring(0, name.indexOf('<')) : name;
  }

  private static TargetOption option(
      String name, String type, String defaultValue, String description) {
    return new TargetOption(name, type, List.of(), defaultValue, NONE, description);
  }

  private static TargetOption choice(
      String name, String defaultValue, String description, String... values) {
    return new TargetOption(
        name, String.join(" or ", values), List.of(values), defaultValue, NONE, description);
  }
}
