package dev.caravan.capture.toast;

import dev.caravan.change.TableName;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The query for columns of single rows of a table. Each row is a branch of its own, found by its
 * whole key, so that the planner has no reason to read more than that, and each result tells by its
 * first column which key it is of.
 *
 * @param partitioned whether the rows lie in partitions; other tables are read without those that
 *     inherit from them, which are tables of their own
 */
record RowQuery(TableName table, boolean partitioned, List<String> key, List<String> columns) {

  /**
   * The number of the key, and the columns.
   *
   * @return SQL with one parameter for each key column of each row
   */
  String sql(int rows) {
    String wanted =
        columns.stream().map(column -> ", " + quoted(column)).collect(Collectors.joining());
    String condition =
        key.stream().map(column -> quoted(column) + " = ?").collect(Collectors.joining(" AND "));
    String from = (partitioned ? " FROM " : " FROM ONLY ") + table.quoted() + " WHERE ";
    return IntStream.range(0, rows)
        .mapToObj(row -> "SELECT " + row + wanted + from + condition)
        .collect(Collectors.joining(" UNION ALL "));
  }

  private static String quoted(String identifier) {
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }
}
