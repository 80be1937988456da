package dev.caravan.compare;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.function.UnaryOperator;

/** One side's rows in canonical texts, with a look at the one after the next. */
final class RowSide {

  private final String name;
  private final Rows source;
  private final ComparedTable table;
  private final UnaryOperator<String[]> canonical;
  private final Comparator<String[]> order;
  private String[] row;
  private String[] following;
  private boolean single;
  private long rows;

  RowSide(String name, Rows source, ComparedTable table, UnaryOperator<String[]> canonical)
      throws SQLException, IOException {
    this.name = name;
    this.source = source;
    this.table = table;
    this.canonical = canonical;
    this.order = table.order();
    this.following = read();
    skip();
  }

  /** The row that is next, null when there is none left. */
  String[] row() {
    return row;
  }

  /** Whether no other row stands at the same place in the order. */
  boolean isSingle() {
    return single;
  }

  /** How many rows were read so far. */
  long rows() {
    return rows;
  }

  /**
   * Goes on to the row after this one.
   *
   * @throws IllegalStateException when that should have come before
   */
  void skip() throws SQLException, IOException {
    row = following;
    following = row == null ? null : read();
    int by = following == null ? -1 : order.compare(row, following);
    if (by > 0) {
      throw new IllegalStateException(
          "%s hands out %s in wrong order: [%s] after [%s]"
              .formatted(name, table.source(), table.key(following), table.key(row)));
    }
    single = by < 0;
  }

  /** Takes the row that is next and all others of its place in the order. */
  RowGroup take() throws SQLException, IOException {
    RowGroup group = new RowGroup();
    boolean last;
    do {
      group.add(table.identity(row), row);
      last = single;
      skip();
    } while (!last);
    return group;
  }

  private String[] read() throws SQLException, IOException {
    String[] next = source.next();
    if (next == null) {
      return null;
    }
    rows++;
    return canonical.apply(next);
  }
}
