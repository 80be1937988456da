package dev.caravan.capture.source;

import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Looks once a second, while the capture reads, whether a published table lost its replica
 * identity: PostgreSQL refuses the application's updates of it until it is published for inserts
 * alone. Not safe for use by several threads.
 */
public final class PublicationWatch {

  private static final Logger LOG = Logger.getLogger(PublicationWatch.class);
  private static final long INTERVAL_NANOS = Duration.ofSeconds(1).toNanos();

  private final Connection connection;
  private final Publications publications;
  private final CapturedTables tables;
  private final String slot;
  private final List<String> opened;
  private long next = System.nanoTime();

  public PublicationWatch(
      Connection connection, Publications publications, CapturedTables tables, String slot) {
    this.connection = connection;
    this.publications = publications;
    this.tables = tables;
    this.slot = slot;
    this.opened = publications.names();
  }

  /**
   * Puts the publications right if it is time to look. The stream follows by itself.
   *
   * @return whether reading may go on; if not, it is to be begun again with other publications
   */
  public boolean look() throws SQLException {
    if (System.nanoTime() - next < 0) {
      return true;
    }
    if (publications.holdKeyless(connection)) {
      try {
        FoundTables found = tables.find(connection);
        Set<TableName> lacking = publications.lacking(connection, found);
        publications.ensure(connection, found.only(table -> !lacking.contains(table)));
      } catch (SQLException e) {
        if (!SqlStates.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
          throw e;
        }
        LOG.warnf(
            "A published table has no replica identity any more, and PostgreSQL refuses updates of"
                + " it until the publication is altered, which waits for somebody's lock: %s",
            e.getMessage());
      }
    }
    next = System.nanoTime() + INTERVAL_NANOS;
    // The owner may have made the second one meanwhile.
    return !publications.mayBeReadNow(connection, slot) && publications.names().equals(opened);
  }
}
