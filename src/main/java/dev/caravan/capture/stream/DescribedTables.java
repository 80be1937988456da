package dev.caravan.capture.stream;

import dev.caravan.capture.relation.KnownColumn;
import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.relation.RelationCatalog;
import dev.caravan.capture.relation.RelationMessage;
import dev.caravan.capture.relation.Relations;
import dev.caravan.capture.source.PostgresAccess;
import io.debezium.connector.postgresql.PostgresSchema;
import io.debezium.relational.Table;
import io.debezium.relational.TableId;
import io.debezium.relational.Tables.TableFilter;
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
  private final TableFilter captured;
  private final Relations relations;
  private final Map<Integer, StreamedTable> tables = new HashMap<>();
  private Connection connection;
  private RelationCatalog catalog;
  private int lastOid;
  private StreamedTable last;

  DescribedTables(
      PostgresAccess postgres, PostgresSchema schema, TableFilter captured, Relations relations) {
    this.postgres = postgres;
    this.schema = schema;
    this.captured = captured;
    this.relations = relations;
  }

  @Override
  public void describe(RelationMessage message) throws SQLException {
    TableId id = new TableId(null, message.table().schema(), message.table().table());
    if (!captured.isIncluded(id)) {
      forget(message.oid());
      return;
    }
    StreamedTable known = tables.get(message.oid());
    List<KnownColumn> before =
        known == null ? relations.before(message.oid()) : known.relation().known();
    Relation relation = catalog().read(message, before);
    if (known == null || !known.relation().equals(relation)) {
      apply(relation);
    }
  }

  private void forget(int oid) {
    tables.remove(oid);
    last = null;
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
  public StreamedTable table(int oid) {
    if (last == null || lastOid != oid) {
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
