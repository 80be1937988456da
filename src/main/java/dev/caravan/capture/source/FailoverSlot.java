package dev.caravan.capture.source;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jboss.logging.Logger;

/**
 * Whether PostgreSQL's standbys keep a copy of the slot, from which a capture goes on once one of
 * them is promoted; servers have that from 17 on.
 *
 * @see <a
 *     href="https://www.postgresql.org/docs/17/logicaldecoding-explanation.html#LOGICALDECODING-REPLICATION-SLOTS-SYNCHRONIZATION">Replication
 *     slot synchronization</a>
 */
public final class FailoverSlot {

  private static final Logger LOG = Logger.getLogger(FailoverSlot.class);

  private static final int FIRST_VERSION = 17;
  private static final int ALTER_SECONDS = 5;

  // Not by the column's name, which servers before 17 do not have.
  private static final String QUERY =
      """
      SELECT (to_jsonb(s) ->> 'failover')::boolean
      FROM pg_catalog.pg_replication_slots s WHERE s.slot_name = ?
      """;

  private FailoverSlot() {}

  /**
   * The statement that makes a slot and exports the snapshot it begins at.
   *
   * @param wanted whether standbys are to have it, where the server can
   */
  static String creation(Connection replication, String slot, boolean wanted) throws SQLException {
    String create = "CREATE_REPLICATION_SLOT \"" + slot + "\" LOGICAL pgoutput ";
    return wanted && replication.getMetaData().getDatabaseMajorVersion() >= FIRST_VERSION
        ? create + "(SNAPSHOT 'export', FAILOVER true)"
        : create + "EXPORT_SNAPSHOT";
  }

  /**
   * Has a slot that nobody streams from be as wanted. One that stays as it was is no reason not to
   * capture.
   */
  public static void ensure(
      Connection query, PostgresAccess postgres, String slot, boolean wanted) {
    try {
      Boolean is = find(query, slot);
      if (is == null || is == wanted) {
        return;
      }
      try (Connection replication = postgres.replication();
          Statement statement = replication.createStatement()) {
        // PostgreSQL waits for whoever has the slot.
        statement.setQueryTimeout(ALTER_SECONDS);
        statement.execute("ALTER_REPLICATION_SLOT \"%s\" (FAILOVER %s)".formatted(slot, wanted));
      }
      LOG.infof(
          "PostgreSQL's standbys %s slot %s from now on (caravan.capture.failover-slot)",
          wanted ? "may keep" : "do not keep", slot);
    } catch (SQLException e) {
      LOG.warnf(
          "The slot %s could not be altered as caravan.capture.failover-slot says (%s): the capture"
              + " goes on, and tries again when it begins anew",
          slot, e.getMessage());
    }
  }

  /** Null where the server does not have that, or not the slot. */
  private static Boolean find(Connection query, String slot) throws SQLException {
    try (PreparedStatement statement = query.prepareStatement(QUERY)) {
      statement.setString(1, slot);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getObject(1, Boolean.class) : null;
      }
    }
  }
}
