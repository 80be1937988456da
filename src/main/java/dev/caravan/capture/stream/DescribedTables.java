package dev.caravan.capture.stream;

import dev.caravan.capture.relation.KnownColumn;
import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.RelationCatalog;
import dev.caravan.capture.relation.RelationMessage;
import dev.caravan.capture.relation.Relations;
import dev.caravan.capture.source.CaptureScope;
import dev.caravan.capture.source.PostgresAccess;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.relational.Table;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * The streamed tables as the stream describes them, completed from the catalog, and made known to
 * Debezium.
 */
final class DescribedTables implements StreamedTables, AutoCloseable {

  private static final Logger LOG = Logger.getLogger(DescribedTables.class);
  private static final int VALIDATION_SECONDS = 5;

  private final PostgresAccess postgres;
  private final PostgresSchema schema;
  private final CaptureScope scope;
  private final Relations relations;
  private final Map<Integer, StreamedTable> tables = new HashMap<>();
  private final Map<Integer, RelationMessage> passedOver = new HashMap<>();
  private Connection connection;
  private RelationCatalog catalog;
  private int lastOid;
  private StreamedTable last;

  DescribedTables(
      PostgresAccess postgres, PostgresSchema schema, CaptureScope scope, Relations relations) {
    this.postgres = postgres;
    this.schema = schema;
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
    StreamedTable known = tables.get(message.oid());
    List<KnownColumn> before =
        known == null ? relations.before(message.oid()) : known.relation().known();
    Relation relation = catalog().read(message, before);
    if (known == null || !known.relation().equals(relation)) {
      apply(relation);
    }
  }

  private StreamedTable apply(Relation relation) {
    Table table = Relations.table(relation);
    schema.applySchemaChangesForTable(relation.oid(), table);
    relations.made(schema.schemaFor(table.id()), relation);
    StreamedTable streamed = new StreamedTable(relation);
    tables.put(relation.oid(), streamed);
    last = null;
    return streamed;
  }

  @Override
  public StreamedTable table(int oid) throws SQLException {
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
  public StreamedTable allowNull(StreamedTable table, Set<Integer> places) {
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
