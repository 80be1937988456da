package dev.caravan.compare;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.Objects;

/** Walks two sides in key order at the same time and tells what is not the same. */
final class RowMerge {

  private final ComparedTable table;
  private final Comparator<String[]> order;
  private final Differences differences;

  RowMerge(ComparedTable table, Differences differences) {
    this.table = table;
    this.order = table.keyOrder();
    this.differences = differences;
  }

  /**
   * @throws IllegalStateException when a side is not in key order: nothing could be said then
   */
  ComparisonResult run(Rows postgres, Rows clickHouse) throws SQLException, IOException {
    Side left = new Side("PostgreSQL", postgres);
    Side right = new Side("ClickHouse", clickHouse);
    while (left.row != null || right.row != null) {
      int by = left.row == null ? 1 : right.row == null ? -1 : order.compare(left.row, right.row);
      if (by < 0) {
        differences.missing(table.key(left.row));
        left.advance();
      } else if (by > 0) {
        differences.extra(table.key(right.row));
        right.advance();
      } else {
        values(left.row, right.row);
        left.advance();
        right.advance();
      }
    }
    return new ComparisonResult(
        table.source(), left.rows, right.rows, differences.count(), differences.texts());
  }

  private void values(String[] left, String[] right) {
    for (int at = table.keyColumns(); at < left.length; at++) {
      if (!Objects.equals(left[at], right[at])) {
        differences.value(table.key(left), table.columns().get(at).name(), left[at], right[at]);
      }
    }
  }

  private final class Side {

    private final String name;
    private final Rows source;
    private String[] row;
    private long rows;

    Side(String name, Rows source) throws SQLException, IOException {
      this.name = name;
      this.source = source;
      advance();
    }

    void advance() throws SQLException, IOException {
      String[] before = row;
      for (row = read(); row != null && before != null; row = read()) {
        int by = order.compare(before, row);
        if (by < 0) {
          return;
        }
        if (by > 0) {
          throw new IllegalStateException(
              "%s hands out %s in wrong order: [%s] after [%s]"
                  .formatted(name, table.source(), table.key(row), table.key(before)));
        }
        differences.twice(table.key(row), name);
      }
    }

    private String[] read() throws SQLException, IOException {
      String[] next = source.next();
      if (next == null) {
        return null;
      }
      rows++;
      return table.canonical(next);
    }
  }
}
