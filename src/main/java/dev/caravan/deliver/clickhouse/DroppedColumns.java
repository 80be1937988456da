package dev.caravan.deliver.clickhouse;

/** What becomes of a column in ClickHouse that was dropped in PostgreSQL. */
enum DroppedColumns {
  /** It stays with its values, out of the view. */
  KEEP,
  /** It is dropped as well. */
  DROP;

  /**
   * Reads the parameter of a {@code clickhouse:} endpoint.
   *
   * @throws IllegalArgumentException when it is neither
   */
  static DroppedColumns parse(String uri, Object value) {
    if (value == null || "keep".equals(value)) {
      return KEEP;
    }
    if ("drop".equals(value)) {
      return DROP;
    }
    throw new IllegalArgumentException(
        "droppedColumns of " + uri + " is '" + value + "'; it must be keep or drop");
  }
}
