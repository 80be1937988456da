package dev.caravan.capture.stream;

import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.relation.RelationMessage;
import java.sql.SQLException;
import java.util.Set;

/** The tables whose changes the stream brings. */
interface StreamedTables {

  /** Takes in what the stream says of a table; its changes follow. */
  void describe(RelationMessage message) throws SQLException;

  /** The table of the OID as last described, or null when it is not captured. */
  EventTable table(int oid) throws SQLException;

  /** Has the columns at these places hold NULL from now on, for a change is about to bring it. */
  EventTable allowNull(EventTable table, Set<Integer> places);
}
