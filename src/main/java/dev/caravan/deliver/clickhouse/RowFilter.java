package dev.caravan.deliver.clickhouse;

import static dev.caravan.deliver.table.TargetName.literal;
import static dev.caravan.deliver.table.TargetName.quote;

import dev.caravan.change.Shape;
import dev.caravan.deliver.table.DeliveryColumns;
import dev.caravan.deliver.table.TargetName;
import dev.caravan.deliver.table.TargetTable;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Has ClickHouse judge the rows that are sent by a route's condition. Where of the rows with one
 * key the newest counts, one that does not match stands for the deletion of its key, so that a row
 * which comes to match no more goes; of it nothing but the key is kept. Everywhere else such rows
 * are not inserted.
 *
 * @param condition the condition, of the columns that are sent
 * @param structure their names and types, as SQL writes them
 * @param columns what becomes of them, as the expressions of a SELECT
 * @param names their names, as SQL writes them
 * @param replacing whether the newest row of a key counts
 */
record RowFilter(
    String condition, String structure, String columns, String names, boolean replacing) {

  private static final String MATCHES = quote("_caravan_matches");

  static Optional<RowFilter> of(TargetTable table, Shape newest, List<String> columns) {
    boolean replacing = !newest.primaryKey().isEmpty() && !table.options().log();
    Set<String> kept = new HashSet<>(DeliveryColumns.names());
    kept.addAll(table.sortingKey());
    return table
        .options()
        .where()
        .map(
            condition ->
                new RowFilter(
                    condition,
                    columns.stream()
                        .map(name -> quote(name) + " " + table.columns().get(name).type())
                        .collect(Collectors.joining(", ")),
                    columns.stream()
                        .map(name -> replacing ? judged(name, kept) : quote(name))
                        .collect(Collectors.joining(", ")),
                    columns.stream().map(TargetName::quote).collect(Collectors.joining(", ")),
                    replacing));
  }

  private static String judged(String name, Set<String> kept) {
    String column = quote(name);
    if (name.equals(DeliveryColumns.DELETED)) {
      return "if(" + MATCHES + ", " + column + ", 1)";
    }
    return kept.contains(name)
        ? column
        : "if(" + MATCHES + ", " + column + ", defaultValueOfArgumentType(" + column + "))";
  }

  /** The statement that inserts, up to its format. */
  String insert(TargetName target) {
    return target.quoted() + " (" + names + ") " + select("input");
  }

  /**
   * A statement that does nothing and fails as the insert would, if it is the condition's fault.
   */
  String check() {
    return "DESCRIBE (" + select("null") + ")";
  }

  private String select(String source) {
    return "WITH if(ifNull(("
        + condition
        + "), 0), 1, 0) AS "
        + MATCHES
        + " SELECT "
        + columns
        + " FROM "
        + source
        + "("
        + literal(structure)
        + ")"
        + (replacing ? "" : " WHERE " + MATCHES);
  }
}
