package dev.caravan.change;

import java.util.Objects;

/**
 * A table of the source database: {@code inventory.orders}.
 *
 * @param schema the PostgreSQL schema, unquoted, in the case PostgreSQL stores it
 * @param table the table's name, unquoted, in the case PostgreSQL stores it
 */
public record TableName(String schema, String table) implements Comparable<TableName> {

  public TableName {
    Objects.requireNonNull(schema, "schema");
    Objects.requireNonNull(table, "table");
  }

  /** The name as SQL writes it: {@code "inventory"."orders"}. */
  public String quoted() {
    return quote(schema) + "." + quote(table);
  }

  private static String quote(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  @Override
  public int compareTo(TableName other) {
    int bySchema = schema.compareTo(other.schema);
    return bySchema != 0 ? bySchema : table.compareTo(other.table);
  }

  /** {@code inventory.orders}, for people and topic names. */
  @Override
  public String toString() {
    return schema + "." + table;
  }
}
