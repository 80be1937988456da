package dev.caravan.capture.snapshot;

import java.util.ArrayList;
import java.util.List;

/**
 * Some rows of a relation by where they lie.
 *
 * @param above the id of a row before the first, {@code (page,item)}; null for the relation's
 *     beginning
 * @param below the id of a row behind the last; null for the relation's end, wherever it is
 */
public record TidRange(String above, String below) {

  /** All rows behind one. */
  public static TidRange behind(String rowId) {
    return new TidRange(rowId, null);
  }

  /**
   * Cuts a relation.
   *
   * @param above the id of the last row not to be read again; null for none
   * @param pages how many pages the relation has
   * @param pagesEach how many pages a range has
   * @return ranges in physical order; the last is open, for the relation may have grown
   */
  static List<TidRange> cut(String above, long pages, int pagesEach) {
    List<TidRange> ranges = new ArrayList<>();
    String from = above;
    long page = above == null ? 0 : page(above);
    for (long next = page + pagesEach; next < pages; next += pagesEach) {
      // No row has the item 0.
      String end = "(" + next + ",0)";
      ranges.add(new TidRange(from, end));
      from = end;
    }
    ranges.add(new TidRange(from, null));
    return ranges;
  }

  private static long page(String rowId) {
    return Long.parseLong(rowId.substring(1, rowId.indexOf(',')));
  }

  /** The conditions on a row, in SQL. */
  List<String> conditions() {
    List<String> conditions = new ArrayList<>();
    if (above != null) {
      conditions.add("ctid > '" + above + "'::tid");
    }
    if (below != null) {
      conditions.add("ctid < '" + below + "'::tid");
    }
    return conditions;
  }
}
