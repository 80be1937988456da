package dev.caravan.capture.stream;

import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.EventTables;
import dev.caravan.capture.relation.KnownColumn;
import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.RelationCatalog;
import dev.caravan.capture.relation.RelationMessage;
import dev.caravan.capture.relation.Relations;
import dev.caravan.capture.source.CaptureScope;
import dev.caravan.capture.source.PostgresAccess;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/** The streamed tables as the stream describes them, completed from the catalog. */
final class DescribedTables implements StreamedTables, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(DescribedTables.class);
  private static final int VALIDATION_SECONDS = 5;

  private final PostgresAccess postgres;
  private final EventTables schemas;
  private final CaptureScope scope;
  private final Relations relations;
  private final Map<Integer, EventTable> tables = new HashMap<>();
  private final Map<Integer, RelationMessage> passedOver = new HashMap<>();
  private Connection connection;
  private RelationCatalog catalog;
  private int lastOid;
  private EventTable last;

  DescribedTables(
      PostgresAccess postgres, EventTables schemas, CaptureScope scope, Relations relations) {
    this.postgres = postgres;
    this.schemas = schemas;
    this.scope = scope;
    this.relations = relations;
  }

  @Override
  public void describe(RelationMessage message) throws SQLException {
    if (!scope.matches(message.table())) {
      tables.remove(message.oid());
      passedOver.put(message.oid(), message);
      last = null;
      return;
    }
    passedOver.remove(message.oid());
    EventTable known = tables.get(message.oid());
    List<KnownColumn> before =
        known == null ? relations.before(message.oid()) : known.relation().known();
    Relation relation = catalog().read(message, before);
    if (known == null || !known.relation().equals(relation)) {
      apply(relation);
    }
  }

  private EventTable apply(Relation relation) {
    EventTable table = schemas.of(relation);
    tables.put(relation.oid(), table);
    last = null;
    return table;
  }

  @Override
  public EventTable table(int oid) throws SQLException {
    if (last == null || lastOid != oid) {
      RelationMessage message = passedOver.get(oid);
      if (message != null && scope.matches(message.table())) {
        // Somebody else's publication held it before it was to be captured.
        describe(message);
      }
      last = tables.get(oid);
      lastOid = oid;
    }
    return last;
  }

  @Override
  public EventTable allowNull(EventTable table, Set<Integer> places) {
    return apply(table.relation().withNullable(places));
  }

  private RelationCatalog catalog() throws SQLException {
    if (connection == null || !connection.isValid(VALIDATION_SECONDS)) {
      close();
      connection = postgres.text();
      catalog = new RelationCatalog(connection);
    }
    return catalog;
  }

  @Override
  public void close() {
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.debugf(e, "Closing the connection to the catalog");
      }
      connection = null;
    }
  }
}
