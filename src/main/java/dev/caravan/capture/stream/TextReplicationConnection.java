package dev.caravan.capture.stream;

import dev.caravan.capture.source.PostgresAccess;
import dev.caravan.capture.source.ReplicationSlot;
import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.connector.postgresql.connection.ReplicationStream;
import io.debezium.connector.postgresql.connection.WalPositionLocator;
import io.debezium.connector.postgresql.spi.SlotCreationResult;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

/** Streams from the slot, with every value as PostgreSQL's text. */
final class TextReplicationConnection implements ReplicationConnection {

  private final PostgresAccess postgres;
  private final DescribedTables tables;
  private final RowQueue rows;
  private final String slot;
  private final List<String> publications;
  private final Duration statusInterval;
  private Connection connection;

  TextReplicationConnection(
      PostgresAccess postgres,
      DescribedTables tables,
      RowQueue rows,
      String slot,
      List<String> publications,
      Duration statusInterval) {
    this.postgres = postgres;
    this.tables = tables;
    this.rows = rows;
    this.slot = slot;
    this.publications = publications;
    this.statusInterval = statusInterval;
  }

  @Override
  public ReplicationStream startStreaming(Lsn from, WalPositionLocator unused) throws SQLException {
    initConnection();
    PGReplicationStream stream =
        connection
            .unwrap(PGConnection.class)
            .getReplicationAPI()
            .replicationStream()
            .logical()
            .withSlotName('"' + slot + '"')
            .withStartPosition(from.asLogSequenceNumber())
            .withAutomaticFlush(false)
            .withSlotOption("proto_version", 1)
            .withSlotOption("publication_names", String.join(",", publications))
            .withSlotOption("messages", true)
            .withStatusInterval((int) statusInterval.toMillis(), TimeUnit.MILLISECONDS)
            .start();
    mustReach(from);
    stream.forceUpdateStatus();
    return new TextReplicationStream(
        stream, new PgOutputDecoder(tables, from.asLong()), rows, from, statusInterval);
  }

  /**
   * PostgreSQL begins later without a word when the slot has moved on. Only now that it is read can
   * nobody move it any more.
   */
  private void mustReach(Lsn from) throws SQLException {
    try (Connection query = postgres.query()) {
      new ReplicationSlot(slot).mustReach(query, from.asLong());
    }
  }

  @Override
  public ReplicationStream startStreaming(WalPositionLocator unused) {
    throw new IllegalStateException("the capture always knows where to begin");
  }

  @Override
  public Optional<SlotCreationResult> createReplicationSlot() {
    throw new IllegalStateException("the slot '%s' is gone".formatted(slot));
  }

  @Override
  public synchronized void initConnection() throws SQLException {
    if (!isConnected()) {
      connection = postgres.replication();
    }
  }

  @Override
  public synchronized boolean isConnected() throws SQLException {
    return connection != null && !connection.isClosed();
  }

  @Override
  public void reconnect() throws SQLException {
    close();
    initConnection();
  }

  @Override
  public synchronized void close() throws SQLException {
    tables.close();
    if (connection != null) {
      connection.close();
      connection = null;
    }
  }
}
