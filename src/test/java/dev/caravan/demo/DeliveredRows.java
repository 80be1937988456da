package dev.caravan.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many events the application says it has delivered.
 *
 * @param byTable events since the application started, by the table's name without its schema
 */
record DeliveredRows(Map<String, Double> byTable) {

  private static final Pattern SAMPLE =
      Pattern.compile("^caravan_deliver_rows_total\\{([^}]*)}\\s+(\\S+)");
  private static final Pattern TABLE = Pattern.compile("(?:^|,)table=\"([^\"]*)\"");

  DeliveredRows {
    byTable = Map.copyOf(byTable);
  }

  /** Reads them from an answer in Prometheus' text format. */
  static DeliveredRows parse(String metrics) {
    Map<String, Double> sums = new HashMap<>();
    metrics
        .lines()
        .forEach(
            line -> {
              Matcher sample = SAMPLE.matcher(line);
              if (!sample.find()) {
                return;
              }
              Matcher table = TABLE.matcher(sample.group(1));
              if (table.find()) {
                sums.merge(plainName(table.group(1)), Double.valueOf(sample.group(2)), Double::sum);
              }
            });
    return new DeliveredRows(sums);
  }

  private static String plainName(String table) {
    String name = table.substring(table.lastIndexOf('.') + 1);
    return name.endsWith("_final") ? name.substring(0, name.length() - "_final".length()) : name;
  }

  double of(String table) {
    return byTable.getOrDefault(table, 0.0);
  }

  double total() {
    return byTable.values().stream().mapToDouble(Double::doubleValue).sum();
  }
}
