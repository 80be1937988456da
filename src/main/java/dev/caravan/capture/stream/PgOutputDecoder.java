package dev.caravan.capture.stream;

import io.debezium.connector.postgresql.connection.LogicalDecodingMessage;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Column;
import io.debezium.connector.postgresql.connection.ReplicationMessage.NoopMessage;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Operation;
import io.debezium.connector.postgresql.connection.ReplicationStream.ReplicationMessageProcessor;
import io.debezium.connector.postgresql.connection.TransactionMessage;
import io.debezium.connector.postgresql.connection.pgoutput.PgOutputReplicationMessage;
import io.debezium.connector.postgresql.connection.pgoutput.PgOutputTruncateReplicationMessage;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decodes pgoutput's messages (protocol version 1) for Debezium. Debezium's own decoder asks the
 * catalog of now for keys and types of then, and converts what it decodes.
 *
 * @see <a href="https://www.postgresql.org/docs/16/protocol-logicalrep-message-formats.html">
 *     Logical Replication Message Formats</a>
 */
final class PgOutputDecoder {

  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");

  private final StreamedTables tables;
  private long transaction;
  private Instant committed;

  PgOutputDecoder(StreamedTables tables) {
    this.tables = tables;
  }

  void decode(ByteBuffer bytes, ReplicationMessageProcessor sink)
      throws SQLException, InterruptedException {
    PgOutputReader in = new PgOutputReader(bytes);
    char kind = in.kind();
    switch (kind) {
      case 'I' -> insert(in, sink);
      case 'U' -> update(in, sink);
      case 'D' -> delete(in, sink);
      case 'B' -> begin(in, sink);
      case 'C' -> sink.process(new TransactionMessage(Operation.COMMIT, transaction, committed));
      case 'R' -> tables.describe(in.relation());
      case 'T' -> truncate(in, sink);
      case 'M' -> message(in, sink);
      case 'Y', 'O' -> {
        // Names of types come from the catalog, and where a transaction was born does not matter.
      }
      default ->
          throw new IllegalStateException("pgoutput sent a message of unknown kind '" + kind + "'");
    }
  }

  private void begin(PgOutputReader in, ReplicationMessageProcessor sink)
      throws SQLException, InterruptedException {
    in.int64(); // where it ends
    committed = EPOCH.plus(in.int64(), ChronoUnit.MICROS);
    transaction = Integer.toUnsignedLong(in.int32());
    sink.process(new TransactionMessage(Operation.BEGIN, transaction, committed));
  }

  private void insert(PgOutputReader in, ReplicationMessageProcessor sink)
      throws SQLException, InterruptedException {
    StreamedTable table = tables.table(in.int32());
    if (table == null) {
      skip(Operation.INSERT, sink);
      return;
    }
    in.kind();
    Object[] row = in.row();
    change(Operation.INSERT, withNulls(table, row), null, row, sink);
  }

  private void update(PgOutputReader in, ReplicationMessageProcessor sink)
      throws SQLException, InterruptedException {
    StreamedTable table = tables.table(in.int32());
    if (table == null) {
      skip(Operation.UPDATE, sink);
      return;
    }
    char kind = in.kind();
    Object[] old = null;
    if (kind != 'N') {
      old = in.row();
      table = kind == 'O' ? withNulls(table, old) : table;
      in.kind();
    }
    Object[] row = in.row();
    change(Operation.UPDATE, withNulls(table, row), old, row, sink);
  }

  private void delete(PgOutputReader in, ReplicationMessageProcessor sink)
      throws SQLException, InterruptedException {
    StreamedTable table = tables.table(in.int32());
    if (table == null) {
      skip(Operation.DELETE, sink);
      return;
    }
    char kind = in.kind();
    Object[] old = in.row();
    // A mere key comes with NULL in all other columns, which says nothing about them.
    change(Operation.DELETE, kind == 'O' ? withNulls(table, old) : table, old, null, sink);
  }

  private void change(
      Operation operation,
      StreamedTable table,
      Object[] old,
      Object[] row,
      ReplicationMessageProcessor sink)
      throws SQLException, InterruptedException {
    sink.process(
        new PgOutputReplicationMessage(
            operation,
            table.id(),
            committed,
            transaction,
            columns(table, old),
            columns(table, row)));
  }

  private static List<Column> columns(StreamedTable table, Object[] values) {
    if (values == null) {
      return null;
    }
    Column[] columns = new Column[values.length];
    for (int i = 0; i < values.length; i++) {
      columns[i] = new TextColumn(table.field(i), values[i]);
    }
    return Arrays.asList(columns);
  }

  private StreamedTable withNulls(StreamedTable table, Object[] row) {
    if (row.length != table.columns()) {
      throw new IllegalStateException(
          "pgoutput sent a row of %d columns of %s, which it said has %d"
              .formatted(row.length, table.relation().table(), table.columns()));
    }
    Set<Integer> places = null;
    for (int i = 0; i < row.length; i++) {
      if (row[i] == null && !table.isNullable(i)) {
        places = places == null ? new TreeSet<>() : places;
        places.add(i);
      }
    }
    return places == null ? table : tables.allowNull(table, places);
  }

  private void truncate(PgOutputReader in, ReplicationMessageProcessor sink)
      throws SQLException, InterruptedException {
    int count = in.int32();
    in.int8(); // CASCADE, RESTART IDENTITY: the tables are all named
    StreamedTable next = null;
    for (int i = 0; i < count; i++) {
      StreamedTable table = tables.table(in.int32());
      if (table != null) {
        if (next != null) {
          truncated(next, false, sink);
        }
        next = table;
      }
    }
    if (next != null) {
      truncated(next, true, sink);
    }
  }

  private void truncated(StreamedTable table, boolean last, ReplicationMessageProcessor sink)
      throws SQLException, InterruptedException {
    sink.process(
        new PgOutputTruncateReplicationMessage(
            Operation.TRUNCATE, table.id(), committed, transaction, last));
  }

  private void message(PgOutputReader in, ReplicationMessageProcessor sink)
      throws SQLException, InterruptedException {
    boolean transactional = in.int8() == 1;
    in.int64(); // where it is
    String prefix = in.name();
    byte[] content = in.bytes(in.int32());
    sink.process(
        new LogicalDecodingMessage(
            Operation.MESSAGE,
            transactional ? committed : null,
            transactional ? transaction : null,
            transactional,
            prefix,
            content));
  }

  /** Of a table that is not captured: it only tells how far the stream is. */
  private void skip(Operation operation, ReplicationMessageProcessor sink)
      throws SQLException, InterruptedException {
    sink.process(new NoopMessage(transaction, committed, operation));
  }
}
