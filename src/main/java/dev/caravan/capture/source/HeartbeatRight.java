package dev.caravan.capture.source;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether the user may write the message by which an idle slot moves on. */
public final class HeartbeatRight {

  // PostgreSQL 17 gave the function a fourth parameter.
  private static final String MISSING =
      """
      SELECT p.oid::regprocedure::text, quote_ident(current_user)
      FROM pg_catalog.pg_proc p
      WHERE p.proname = 'pg_logical_emit_message' AND p.pronamespace = 'pg_catalog'::regnamespace
        AND p.proargtypes[2] = 'text'::regtype
        AND NOT has_function_privilege(p.oid, 'EXECUTE')
      """;

  private HeartbeatRight() {}

  /** What to say when the user may not, or null. */
  public static String lack(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(MISSING)) {
      if (!row.next()) {
        return null;
      }
      String user = row.getString(2);
      return "caravan.postgres.user %s may not execute %s, so while no captured table changes the slot"
              .formatted(user, row.getString(1))
          + " stays where it is and PostgreSQL keeps all WAL behind it: run GRANT EXECUTE ON FUNCTION"
          + " pg_catalog.%s TO %s, and restart the capture".formatted(row.getString(1), user);
    }
  }
}
