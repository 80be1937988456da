package dev.caravan.capture.event;

import java.util.Set;
import java.util.TreeSet;

/** Looks through a row that came: where it ends, and what it lacks. Used again for each row. */
public final class TupleScan {

  private final Columns columns = new Columns();
  private Tuple row;
  private boolean lacking;
  private Set<Integer> nulls;

  /**
   * Goes through a row.
   *
   * @return the row; null for one of no columns
   * @throws IllegalStateException when it is no row of the table
   */
  public Tuple scan(EventTable table, byte[] bytes, int start) {
    row = new Tuple(bytes, start);
    lacking = false;
    nulls = null;
    int count = row.columns();
    if (count != table.columns()) {
      throw new IllegalStateException(
          "pgoutput sent a row of %d columns of %s, which it said has %d"
              .formatted(count, table.relation().table(), table.columns()));
    }
    columns.start(row);
    for (int place = 0; place < count; place++) {
      columns.next();
      if (columns.kind() == Tuple.UNCHANGED) {
        lacking |= table.isWritten(place);
      } else if (columns.kind() == Tuple.NULL && !table.isNullable(place)) {
        nulls = nulls == null ? new TreeSet<>() : nulls;
        nulls.add(place);
      }
    }
    return count == 0 ? null : row;
  }

  /** Where the row ends in the bytes. */
  public int end() {
    return columns.end();
  }

  /** Whether the row lacks values that stand in events. */
  public boolean isLacking() {
    return lacking;
  }

  /** The places of NULL that must not be; null without any. */
  public Set<Integer> nulls() {
    return nulls;
  }
}
