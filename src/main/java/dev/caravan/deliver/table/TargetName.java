package dev.caravan.deliver.table;

import java.util.Optional;

/**
 * A table of ClickHouse.
 *
 * @param database its database
 * @param table its name, unquoted
 */
public record TargetName(String database, String table) {

  private static final String FINAL = "_final";

  /**
   * Reads {@code orders_final} or {@code analytics.orders_final}.
   *
   * @param database the database of a name without one
   */
  public static TargetName parse(String name, String database) {
    int dot = name.indexOf('.');
    String table = name.substring(dot + 1);
    String inDatabase = dot < 0 ? database : name.substring(0, dot);
    if (table.isBlank() || inDatabase.isBlank()) {
      throw new IllegalArgumentException(
          "'" + name + "' names no table; expected clickhouse:<table> or clickhouse:<db>.<table>");
    }
    return new TargetName(inDatabase, table);
  }

  /** The view of current rows: {@code orders} for {@code orders_final}, nothing for other names. */
  public Optional<TargetName> view() {
    int end = table.length() - FINAL.length();
    return table.endsWith(FINAL) && end > 0
        ? Optional.of(new TargetName(database, table.substring(0, end)))
        : Optional.empty();
  }

  /** The name as SQL writes it. */
  public String quoted() {
    return quote(database) + "." + quote(table);
  }

  /** An identifier as SQL writes it. */
  public static String quote(String identifier) {
    return '`' + identifier.replace("\\", "\\\\").replace("`", "\\`") + '`';
  }

  /** Text as SQL writes it. */
  public static String literal(String text) {
    return '\'' + text.replace("\\", "\\\\").replace("'", "\\'") + '\'';
  }

  @Override
  public String toString() {
    return database + "." + table;
  }
}
