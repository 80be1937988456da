package dev.caravan.capture.incremental;

import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.position.TablePlace;
import java.util.List;

/**
 * Some rows of a table, read in one short transaction.
 *
 * @param events the rows as read events
 * @param place the place behind them; null when the table was rewritten since the chunk before, so
 *     that nothing is known of what was read and what was not
 * @param last whether no rows are left
 * @param writtenBy up to where PostgreSQL had written when it was read
 */
record Chunk(List<RowEvent> events, TablePlace place, boolean last, long writtenBy) {

  static Chunk rewritten() {
    return new Chunk(List.of(), null, false, 0);
  }

  boolean isRewritten() {
    return place == null;
  }
}
