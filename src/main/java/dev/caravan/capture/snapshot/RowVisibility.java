package dev.caravan.capture.snapshot;

import java.util.regex.Pattern;

/**
 * Tells by a row's {@code xmin} whether it is still as it was at an earlier snapshot.
 *
 * <p>After a restart the rows that are left are read under a new snapshot, because the old one died
 * with its session. A row that was inserted or updated since comes through the stream anyway, so
 * only rows whose {@code xmin} the old snapshot saw are read: every row is then written once.
 *
 * <p>{@code xmin} holds 32 bits of a 64-bit number and is whole only while the server has not used
 * up 2³² numbers. On a server that has, a frozen row could be taken for a new one, so all rows that
 * are left are read there: those that changed meanwhile are then in the log as read once more, and
 * none is lost.
 */
public final class RowVisibility {

  private static final Pattern SNAPSHOT = Pattern.compile("\\d+:\\d+:(\\d+(,\\d+)*)?");

  private static final String CONDITION =
      """
      (pg_snapshot_xmax(pg_current_snapshot())::text::numeric >= 4294967296
       OR pg_visible_in_snapshot(xmin::text::xid8, '%s'::pg_snapshot))""";

  private RowVisibility() {}

  /**
   * An SQL condition on a table's rows.
   *
   * @param snapshot PostgreSQL's text of a snapshot, {@code xmin:xmax:xip_list}
   * @throws IllegalArgumentException when the text is not that of a snapshot
   */
  static String condition(String snapshot) {
    if (!SNAPSHOT.matcher(snapshot).matches()) {
      throw new IllegalArgumentException("'" + snapshot + "' is not a snapshot of PostgreSQL");
    }
    return CONDITION.formatted(snapshot);
  }
}
