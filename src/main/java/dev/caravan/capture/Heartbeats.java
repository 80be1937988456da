package dev.caravan.capture;

import dev.caravan.capture.source.HeartbeatRight;
import io.debezium.config.Configuration;
import io.debezium.heartbeat.DatabaseHeartbeatImpl;
import java.sql.Connection;
import java.sql.SQLException;
import org.jboss.logging.Logger;

/**
 * Lets each heartbeat write a message into the WAL where the user may, so that the slot moves on
 * while no captured table changes; says once that it does not where the user may not.
 */
final class Heartbeats {

  private static final Logger LOG = Logger.getLogger(Heartbeats.class);

  private String lastLack;

  /** The options to stream with. */
  Configuration allowed(Connection query, Configuration options) throws SQLException {
    String lack = HeartbeatRight.lack(query);
    if (lack == null) {
      lastLack = null;
      return options;
    }
    if (!lack.equals(lastLack)) {
      LOG.warn(lack);
    }
    lastLack = lack;
    return options.filter(
        key -> !key.equals(DatabaseHeartbeatImpl.HEARTBEAT_ACTION_QUERY_PROPERTY_NAME));
  }
}
