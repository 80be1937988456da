package dev.caravan.capture.incremental;

import dev.caravan.capture.CaptureParts;
import dev.caravan.capture.event.EventTable;
import dev.caravan.capture.event.Origin;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.position.TablePlace;
import dev.caravan.capture.relation.Relation;
import dev.caravan.capture.snapshot.RowReader;
import dev.caravan.capture.snapshot.TableRelations;
import dev.caravan.capture.snapshot.TableSchemas;
import dev.caravan.capture.source.ReplicationSlot;
import dev.caravan.capture.source.SqlStates;
import dev.caravan.change.TableName;
import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a table's rows chunk by chunk in physical order, each chunk in a short transaction of its
 * own, so that nobody who alters or empties the table waits for more than one.
 *
 * <p>Each chunk sees the rows of its own time. Of those only the ones are read that the table's
 * snapshot saw, by their {@code xmin}: what was changed since comes through the stream. (A
 * transaction that used savepoints and was under way at the very moment of the snapshot may have a
 * row read as well that the stream brings; the stream's is newer.) A table without a key is read in
 * one transaction, and from its beginning when that is gone. Not safe for use by several threads.
 */
final class TableReader implements AutoCloseable {

  private static final Pattern ROWS = Pattern.compile("rows=(\\d+)");

  /** Of all values; two chunks are in memory at a time. */
  private static final long MOST_BYTES = 8 << 20;

  private static final int FETCHED_ROWS = 64;
  private static final String NO_PATIENCE = "SET LOCAL lock_timeout = '50ms'";
  private static final String LOCK_PATIENCE = "SET LOCAL lock_timeout = '1s'";

  private final CaptureParts parts;
  private final Configuration debezium;
  private final TableName table;
  private final int rows;
  private TableSchemas schemas;
  private boolean holding;

  /**
   * @param rows rows of a chunk at most
   */
  TableReader(CaptureParts parts, Configuration debezium, TableName table, int rows) {
    this.parts = parts;
    this.debezium = debezium;
    this.table = table;
    this.rows = rows;
  }

  /**
   * What a snapshot taken now sees.
   *
   * @param visible PostgreSQL's text of it
   * @param writtenBy up to where PostgreSQL had written by then
   * @param table the table as it is
   */
  record Seen(String visible, long writtenBy, Relation table) {}

  /**
   * Takes a snapshot; nothing when the table is gone. That of a table without a key is kept, for
   * all of its rows must be read as of one moment: of those that change meanwhile nothing would
   * tell which ones they were.
   *
   * @throws SQLException also when somebody has the table locked
   */
  Optional<Seen> see() throws SQLException {
    release();
    begin();
    try (Statement statement = connection().createStatement()) {
      statement.execute(NO_PATIENCE);
      statement.execute("LOCK TABLE " + table.quoted() + " IN ACCESS SHARE MODE");
      String visible;
      try (ResultSet row =
          statement.executeQuery("SELECT pg_catalog.pg_current_snapshot()::text")) {
        row.next();
        visible = row.getString(1);
      }
      long writtenBy = ReplicationSlot.written(connection());
      Optional<Relation> now = schemas.look(table).map(EventTable::relation);
      holding = now.isPresent() && now.get().key().isEmpty();
      return now.map(found -> new Seen(visible, writtenBy, found));
    } catch (SQLException e) {
      if (SqlStates.UNDEFINED_TABLE.equals(e.getSQLState())) {
        return Optional.empty();
      }
      throw e;
    } finally {
      end();
    }
  }

  /** The table's schemas, as of the last look at it. */
  TableSchemas schemas() {
    return schemas;
  }

  /** PostgreSQL's estimate of the rows that are going to be read; -1 when it has none. */
  long estimate(String filter) throws SQLException {
    begin();
    try (Statement statement = unpatient();
        ResultSet plan =
            statement.executeQuery(
                "EXPLAIN SELECT 1 FROM "
                    + table.quoted()
                    + (filter == null ? "" : " WHERE (" + filter + "\n)"))) {
      plan.next();
      Matcher rows = ROWS.matcher(plan.getString(1));
      return rows.find() ? Long.parseLong(rows.group(1)) : -1;
    } catch (SQLException e) {
      if (SqlStates.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        return -1;
      }
      throw e;
    } finally {
      end();
    }
  }

  /**
   * The rows behind a place.
   *
   * @throws SQLException when PostgreSQL does not give them now
   */
  Chunk read(TablePlace from, String filter) throws SQLException {
    begin();
    Optional<TableName> next =
        TableRelations.of(connection(), table).stream()
            .filter(relation -> !from.done().contains(relation.toString()))
            .findFirst();
    // What is locked is not rewritten meanwhile. That must come before all that sees rows.
    begin();
    try (Statement statement = connection().createStatement()) {
      if (next.isPresent()) {
        statement.execute("LOCK TABLE ONLY " + next.get().quoted() + " IN ACCESS SHARE MODE");
      }
      Optional<EventTable> now = schemas.look(table);
      if (now.isEmpty()
          || now.get().relation().fileNode() != from.fileNode()
          || now.get().relation().key().isEmpty() != holding) {
        return Chunk.rewritten();
      }
      return next.isPresent()
          ? rows(statement, from, next.get(), filter, now.get())
          : new Chunk(List.of(), from, true, ReplicationSlot.written(connection()));
    } finally {
      end();
    }
  }

  private Chunk rows(
      Statement statement, TablePlace from, TableName relation, String filter, EventTable now)
      throws SQLException {
    RowReader reader = new RowReader(now, Origin.incremental(from.takenAtMicros()), from.version());
    String after = relation.toString().equals(from.relation()) ? from.rowId() : null;
    List<RowEvent> events = new ArrayList<>();
    String lastRow = after;
    long size = 0;
    boolean more = true;
    statement.setFetchSize(FETCHED_ROWS);
    try (ResultSet found =
        statement.executeQuery(
            reader.query(relation, after, holding ? null : from.visible(), filter, rows))) {
      int rowId = now.columns() + 1;
      while (size < MOST_BYTES && (more = found.next())) {
        RowEvent event =
            reader.event(found, ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now()));
        events.add(event);
        lastRow = found.getString(rowId);
        size += event.size();
      }
    }
    TablePlace behind =
        more || events.size() == rows
            ? from.reading(relation.toString(), lastRow)
            : from.finished(relation.toString());
    return new Chunk(events, behind, false, ReplicationSlot.written(connection()));
  }

  /** Whether it is the filter PostgreSQL cannot read or compute, and not the table. */
  static boolean isAboutFilter(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return (state.startsWith("42") || state.startsWith("22"))
        && !state.equals(SqlStates.INSUFFICIENT_PRIVILEGE)
        && !state.equals(SqlStates.UNDEFINED_TABLE);
  }

  private void begin() throws SQLException {
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
  private void end() throws SQLException {
    if (!holding) {
      connection().rollback();
    }
  }

  private void release() throws SQLException {
    holding = false;
    if (schemas != null) {
      connection().rollback();
    }
  }

  /** The stream does not wait for whoever has the table locked. */
  private Statement unpatient() throws SQLException {
    Statement statement = connection().createStatement();
    statement.execute(NO_PATIENCE);
    return statement;
  }

  private Connection connection() {
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
