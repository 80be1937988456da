package dev.caravan.compare;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;

/** Walks two sides in one order at the same time and tells what is not the same. */
final class RowMerge {

  private static final int PROGRESS_ROWS = 50_000;

  private final ComparedTable table;
  private final Comparator<String[]> order;
  private final Differences differences;
  private final LongConsumer progress;

  /**
   * @param progress is told the rows read from PostgreSQL now and then
   */
  RowMerge(ComparedTable table, Differences differences, LongConsumer progress) {
    this.table = table;
    this.order = table.order();
    this.differences = differences;
    this.progress = progress;
  }

  /**
   * @throws IllegalStateException when a side is not in order: nothing could be said then
   */
  ComparisonResult run(Rows postgres, Rows clickHouse) throws SQLException, IOException {
    RowSide left = new RowSide("PostgreSQL", postgres, table, table::canonicalPostgres);
    RowSide right = new RowSide("ClickHouse", clickHouse, table, table::canonicalClickHouse);
    long told = 0;
    while (left.row() != null || right.row() != null) {
      int by =
          left.row() == null
              ? 1
              : right.row() == null ? -1 : order.compare(left.row(), right.row());
      if (by == 0
          && table.hasKey()
          && left.isSingle()
          && right.isSingle()
          && table.identity(left.row()).equals(table.identity(right.row()))) {
        values(left.row(), right.row());
        left.skip();
        right.skip();
      } else {
        groups(by <= 0 ? left.take() : new RowGroup(), by >= 0 ? right.take() : new RowGroup());
      }
      if (left.rows() - told >= PROGRESS_ROWS) {
        told = left.rows();
        progress.accept(told);
      }
    }
    return new ComparisonResult(
        table.source(),
        left.rows(),
        right.rows(),
        differences.count(),
        differences.texts(),
        differences.notes());
  }

  private void groups(RowGroup left, RowGroup right) {
    for (Map.Entry<List<String>, RowGroup.Entry> entry : left.entries().entrySet()) {
      RowGroup.Entry mine = entry.getValue();
      RowGroup.Entry theirs = right.entries().remove(entry.getKey());
      String key = table.key(mine.row);
      if (theirs == null) {
        differences.missing(key, mine.count);
      } else if (table.hasKey()) {
        twice(key, mine.count, "PostgreSQL");
        twice(key, theirs.count, "ClickHouse");
        values(mine.row, theirs.row);
      } else if (mine.count != theirs.count) {
        differences.counts(key, mine.count, theirs.count);
      }
    }
    right.entries().values().forEach(entry -> differences.extra(table.key(entry.row), entry.count));
  }

  private void twice(String key, long count, String side) {
    if (count > 1) {
      differences.twice(key, count, side);
    }
  }

  private void values(String[] left, String[] right) {
    for (int at = table.keyColumns(); at < left.length; at++) {
      if (!Objects.equals(left[at], right[at])) {
        differences.value(table.key(left), table.columns().get(at).name(), left[at], right[at]);
      }
    }
  }
}
