package dev.caravan.compare;

/**
 * A table or view of ClickHouse.
 *
 * @param database null for that of the connection
 */
record ClickHouseName(String database, String table) {

  /** The name as SQL writes it. */
  String quoted() {
    return database == null ? quote(table) : quote(database) + "." + quote(table);
  }

  /** An identifier as SQL writes it. */
  static String quote(String identifier) {
    return '`' + identifier.replace("\\", "\\\\").replace("`", "\\`") + '`';
  }

  @Override
  public String toString() {
    return database == null ? table : database + "." + table;
  }
}
