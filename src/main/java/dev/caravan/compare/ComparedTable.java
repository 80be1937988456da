package dev.caravan.compare;

import dev.caravan.change.TableName;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is compared and in which order.
 *
 * @param source the table in PostgreSQL
 * @param target the table or view in ClickHouse
 * @param columns the columns both have; those of the primary key come first, in key order
 * @param keyColumns how many of the columns are the key
 */
record ComparedTable(
    TableName source, String target, List<ComparedColumn> columns, int keyColumns) {

  ComparedTable {
    columns = List.copyOf(columns);
  }

  /** The query for PostgreSQL: every column as text, by key. */
  String postgresQuery() {
    String values =
        columns.stream()
            .map(column -> column.kind().postgresText(column.postgresName()))
            .collect(Collectors.joining(", "));
    String order =
        columns.stream()
            .limit(keyColumns)
            // With its table's name: alone it would mean the selected text of the same name.
            .map(column -> column.kind().postgresOrder("source." + column.postgresName()))
            .collect(Collectors.joining(", "));
    return "SELECT " + values + " FROM " + source.quoted() + " source ORDER BY " + order;
  }

  /** The query for ClickHouse: every column as text, by key. */
  String clickHouseQuery() {
    String values =
        columns.stream()
            .map(
                column ->
                    column.kind().clickHouseText(column.clickHouseName(), column.clickHouseType()))
            .collect(Collectors.joining(", "));
    String order =
        columns.stream()
            .limit(keyColumns)
            .map(column -> column.kind().clickHouseOrder(column.clickHouseName()))
            .collect(Collectors.joining(", "));
    return "SELECT "
        + values
        + " FROM `"
        + target.replace("`", "\\`")
        + "` ORDER BY "
        + order
        + " FORMAT JSONCompactEachRow";
  }

  /** Brings a row's values to their canonical texts, in place. */
  String[] canonical(String[] row) {
    for (int at = 0; at < row.length; at++) {
      row[at] = columns.get(at).kind().canonical(row[at]);
    }
    return row;
  }

  /** The order of rows by key. */
  Comparator<String[]> keyOrder() {
    List<Comparator<String>> orders =
        columns.stream().limit(keyColumns).map(column -> column.kind().order()).toList();
    return (left, right) -> {
      for (int at = 0; at < keyColumns; at++) {
        int by = orders.get(at).compare(left[at], right[at]);
        if (by != 0) {
          return by;
        }
      }
      return 0;
    };
  }

  /** A row's key for people: {@code warehouse=Lyon, product_id=7}. */
  String key(String[] row) {
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < keyColumns; at++) {
      text.append(at == 0 ? "" : ", ").append(columns.get(at).name()).append('=').append(row[at]);
    }
    return text.toString();
  }
}
