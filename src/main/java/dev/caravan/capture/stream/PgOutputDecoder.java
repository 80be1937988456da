package dev.caravan.capture.stream;

import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.EventWriter;
import dev.caravan.capture.event.Origin;
import dev.caravan.capture.event.RowBlock;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.event.RowEvent.Op;
import dev.caravan.capture.event.Tuple;
import dev.caravan.capture.event.TupleScan;
import io.debezium.connector.postgresql.connection.LogicalDecodingMessage;
import io.debezium.connector.postgresql.connection.ReplicationMessage.NoopMessage;
import io.debezium.connector.postgresql.connection.ReplicationMessage.Operation;
import io.debezium.connector.postgresql.connection.ReplicationStream.ReplicationMessageProcessor;
import io.debezium.connector.postgresql.connection.TransactionMessage;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Decodes pgoutput's messages (protocol version 1): what becomes of rows into events of Caravan's
 * own, the ends of transactions and messages for Debezium, which follows by them how far the stream
 * is. Rows that went through Debezium would be looked at by a dozen of its parts, at several times
 * the cost of all else. Its own decoder, too, asks the catalog of now for keys and types of then.
 *
 * @see <a href="https://www.postgresql.org/docs/16/protocol-logicalrep-message-formats.html">
 *     Logical Replication Message Formats</a>
 */
final class PgOutputDecoder {

  private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
  private static final long EPOCH_MICROS = ChronoUnit.MICROS.between(Instant.EPOCH, EPOCH);

  private final StreamedTables tables;
  private final TupleScan scan = new TupleScan();
  private final EventWriter keys = new EventWriter();
  private Origin origin;
  private long lastCommit;
  private long lsn;
  private int ordinal;
  private long nanos;
  private RowBlock rows;

  /**
   * A decoder.
   *
   * @param from the end of the last transaction before the stream
   */
  PgOutputDecoder(StreamedTables tables, long from) {
    this.tables = tables;
    this.lastCommit = from;
    this.origin = Origin.transaction(from, 0, 0);
  }

  /**
   * Decodes a message.
   *
   * @param at its WAL position
   * @param now nanoseconds since 1970
   * @param block takes rows and the ends of transactions
   * @param sink takes what Debezium is to know
   */
  void decode(ByteBuffer bytes, long at, long now, RowBlock block, ReplicationMessageProcessor sink)
      throws SQLException, InterruptedException {
    PgOutputReader in = new PgOutputReader(bytes);
    rows = block;
    nanos = now;
    char kind = in.kind();
    switch (kind) {
      case 'I' -> {
        place(at);
        insert(in);
      }
      case 'U' -> {
        place(at);
        update(in);
      }
      case 'D' -> {
        place(at);
        delete(in);
      }
      case 'T' -> {
        place(at);
        truncate(in);
      }
      case 'B' -> begin(in);
      case 'C' -> {
        completed(at);
        sink.process(new TransactionMessage(Operation.COMMIT, origin.txId(), committed()));
      }
      case 'R' -> tables.describe(in.relation());
      case 'M' -> message(in, at, sink);
      case 'Y', 'O' -> {
        // Names of types come from the catalog, and where a transaction was born does not matter.
      }
      default ->
          throw new IllegalStateException("pgoutput sent a message of unknown kind '" + kind + "'");
    }
  }

  /** Tells Debezium that the stream goes on, though no transaction ended. */
  void goesOn(ReplicationMessageProcessor sink) throws SQLException, InterruptedException {
    sink.process(new NoopMessage(origin.txId(), committed(), Operation.INSERT));
  }

  private Instant committed() {
    return Instant.EPOCH.plus(origin.micros(), ChronoUnit.MICROS);
  }

  private void begin(PgOutputReader in) {
    in.int64(); // where it ends
    long micros = EPOCH_MICROS + in.int64();
    origin = Origin.transaction(lastCommit, Integer.toUnsignedLong(in.int32()), micros);
    ordinal = 0;
  }

  private void completed(long at) {
    lastCommit = at;
    rows.complete(at);
  }

  /** Rows of one multi-row insert or COPY share a WAL position. */
  private void place(long at) {
    if (at != lsn) {
      lsn = at;
      ordinal = 0;
    }
  }

  private RowEvent add(EventTable table, Op op, Tuple before, Tuple after) {
    RowEvent event = new RowEvent(table, op, origin, lsn, ++ordinal, nanos, before, after);
    rows.add(event);
    return event;
  }

  private void insert(PgOutputReader in) throws SQLException {
    EventTable table = tables.table(in.int32());
    if (table != null) {
      in.kind();
      Tuple row = in.row(scan, table);
      add(withNulls(table), Op.CREATE, null, row);
    }
  }

  private void update(PgOutputReader in) throws SQLException {
    EventTable table = tables.table(in.int32());
    if (table == null) {
      return;
    }
    char kind = in.kind();
    Tuple old = null;
    if (kind != 'N') {
      old = in.row(scan, table);
      table = kind == 'O' ? withNulls(table) : table;
      in.kind();
    }
    Tuple row = in.row(scan, table);
    table = withNulls(table);
    boolean lacking = scan.isLacking();
    if (lacking && old != null) {
      row = row.filledFrom(old);
      scan.scan(table, row.bytes(), row.start());
      lacking = scan.isLacking();
    }
    RowEvent event;
    if (old == null || keys.isSameKey(table, old, row)) {
      event = add(table, Op.UPDATE, old, row);
    } else {
      add(table, Op.DELETE, old, null);
      event = add(table, Op.CREATE, null, row);
    }
    if (lacking) {
      event.lacks();
    }
  }

  private void delete(PgOutputReader in) throws SQLException {
    EventTable table = tables.table(in.int32());
    if (table != null) {
      char kind = in.kind();
      Tuple old = in.row(scan, table);
      // A mere key comes with NULL in all other columns, which says nothing about them.
      add(kind == 'O' ? withNulls(table) : table, Op.DELETE, old, null);
    }
  }

  private EventTable withNulls(EventTable table) {
    return scan.nulls() == null ? table : tables.allowNull(table, scan.nulls());
  }

  private void truncate(PgOutputReader in) throws SQLException {
    int count = in.int32();
    in.int8(); // CASCADE, RESTART IDENTITY: the tables are all named
    for (int i = 0; i < count; i++) {
      EventTable table = tables.table(in.int32());
      if (table != null) {
        add(table, Op.TRUNCATE, null, null);
      }
    }
  }

  private void message(PgOutputReader in, long at, ReplicationMessageProcessor sink)
      throws SQLException, InterruptedException {
    boolean transactional = in.int8() == 1;
    in.int64(); // where it is
    String prefix = in.name();
    byte[] content = in.bytes(in.int32());
    if (!transactional) {
      // It stands between transactions, and Debezium takes it as the end of one.
      completed(at);
    }
    sink.process(
        new LogicalDecodingMessage(
            Operation.MESSAGE,
            transactional ? committed() : null,
            transactional ? origin.txId() : null,
            transactional,
            prefix,
            content));
  }
}
