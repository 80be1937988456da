package dev.caravan.capture.incremental;

import dev.caravan.capture.CaptureParts;
import dev.caravan.capture.snapshot.TableRelations;
import dev.caravan.capture.snapshot.TableSchemas;
import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The transactions in which a table is read: short ones, or one that is kept. The connection is
 * opened when it is first needed. Not safe for use by several threads.
 */
final class TableSession implements AutoCloseable {

  private static final String NO_PATIENCE = "SET LOCAL lock_timeout = '50ms'";
  private static final String LOCK_PATIENCE = "SET LOCAL lock_timeout = '1s'";

  private final CaptureParts parts;
  private final Configuration debezium;
  private TableSchemas schemas;
  private boolean holding;

  TableSession(CaptureParts parts, Configuration debezium) {
    this.parts = parts;
    this.debezium = debezium;
  }

  /** Begins a transaction with a snapshot of its own, unless one is kept. */
  void begin() throws SQLException {
    if (schemas == null) {
      schemas =
          TableSchemas.read(
              new PostgresConnectorConfig(debezium), parts.postgres().text(), List.of());
    }
    if (holding) {
      return;
    }
    connection().rollback();
    connection().setAutoCommit(false);
    try (Statement statement = connection().createStatement()) {
      statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY");
      statement.execute(LOCK_PATIENCE);
      TableRelations.inPhysicalOrder(statement);
    }
  }

  /** Ends the transaction, unless its snapshot is kept. */
  void end() throws SQLException {
    if (!holding) {
      connection().rollback();
    }
  }

  /** Has the transaction's snapshot kept, or not. */
  void hold(boolean kept) {
    holding = kept;
  }

  /** Whether the transaction's snapshot is kept. */
  boolean isHolding() {
    return holding;
  }

  /** Ends the transaction also where it is kept. */
  void release() throws SQLException {
    holding = false;
    if (schemas != null) {
      connection().rollback();
    }
  }

  /** A statement of one whom the stream waits for: it does not wait for others. */
  Statement unpatient() throws SQLException {
    Statement statement = connection().createStatement();
    statement.execute(NO_PATIENCE);
    return statement;
  }

  /** The table's schemas, as of the last look at it. */
  TableSchemas schemas() {
    return schemas;
  }

  Connection connection() {
    return schemas.connection();
  }

  @Override
  public void close() {
    holding = false;
    if (schemas != null) {
      schemas.close();
      schemas = null;
    }
  }
}
