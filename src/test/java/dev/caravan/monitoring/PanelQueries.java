package dev.caravan.monitoring;

/** What Grafana makes of the queries of panels before it sends them. */
final class PanelQueries {

  private PanelQueries() {}

  /** All tables, slots and hosts, over a time that is long enough for the samples there are. */
  static String prometheus(String query) {
    return plain(
        query
            .replace("$__rate_interval", "10s")
            .replace("$table", ".*")
            .replace("$slot", ".*")
            .replace("$node", ".*"));
  }

  /**
   * All of the time.
   *
   * @param warehouses quoted, separated by commas
   */
  static String clickhouse(String query, String warehouses) {
    return plain(
        query
            .replaceAll("\\$__timeFilter\\(([\\w.]+)\\)", "$1 >= now() - INTERVAL 20 YEAR")
            .replaceAll(
                "\\$__timeInterval\\(([\\w.]+)\\)",
                "toStartOfInterval(toDateTime($1), INTERVAL 86400 second)")
            .replace("${warehouse:singlequote}", warehouses));
  }

  private static String plain(String query) {
    if (query.contains("$")) {
      throw new IllegalArgumentException("What becomes of the variable in " + query + "?");
    }
    return query;
  }
}
