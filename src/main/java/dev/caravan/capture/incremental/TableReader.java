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
import dev.caravan.capture.snapshot.TidRange;
import dev.caravan.capture.source.ReplicationSlot;
import dev.caravan.capture.source.SqlStates;
import dev.caravan.change.TableName;
import io.debezium.config.Configuration;
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

  private final TableName table;
  private final int rows;
  private final TableSession session;

  /**
   * @param rows rows of a chunk at most
   */
  TableReader(CaptureParts parts, Configuration debezium, TableName table, int rows) {
    this.table = table;
    this.rows = rows;
    this.session = new TableSession(parts, debezium);
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
    session.release();
    session.begin();
    try (Statement statement = session.unpatient()) {
      statement.execute("LOCK TABLE " + table.quoted() + " IN ACCESS SHARE MODE");
      String visible;
      try (ResultSet row =
          statement.executeQuery("SELECT pg_catalog.pg_current_snapshot()::text")) {
        row.next();
        visible = row.getString(1);
      }
      long writtenBy = ReplicationSlot.written(connection());
      Optional<Relation> now = schemas().look(table).map(EventTable::relation);
      session.hold(now.isPresent() && now.get().key().isEmpty());
      return now.map(found -> new Seen(visible, writtenBy, found));
    } catch (SQLException e) {
      if (SqlStates.UNDEFINED_TABLE.equals(e.getSQLState())) {
        return Optional.empty();
      }
      throw e;
    } finally {
      session.end();
    }
  }

  /** The table's schemas, as of the last look at it. */
  TableSchemas schemas() {
    return session.schemas();
  }

  /** PostgreSQL's estimate of the rows that are going to be read; -1 when it has none. */
  long estimate(String filter) throws SQLException {
    session.begin();
    try (Statement statement = session.unpatient();
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
      session.end();
    }
  }

  /**
   * The rows behind a place.
   *
   * @throws SQLException when PostgreSQL does not give them now
   */
  Chunk read(TablePlace from, String filter) throws SQLException {
    session.begin();
    Optional<TableName> next =
        TableRelations.of(connection(), table).stream()
            .filter(relation -> !from.done().contains(relation.toString()))
            .findFirst();
    // What is locked is not rewritten meanwhile. That must come before all that sees rows.
    session.begin();
    try (Statement statement = connection().createStatement()) {
      if (next.isPresent()) {
        statement.execute("LOCK TABLE ONLY " + next.get().quoted() + " IN ACCESS SHARE MODE");
      }
      Optional<EventTable> now = schemas().look(table);
      if (now.isEmpty()
          || now.get().relation().fileNode() != from.fileNode()
          || now.get().relation().key().isEmpty() != session.isHolding()) {
        return Chunk.rewritten();
      }
      return next.isPresent()
          ? rows(statement, from, next.get(), filter, now.get())
          : new Chunk(List.of(), from, true, ReplicationSlot.written(connection()));
    } finally {
      session.end();
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
            reader.query(
                relation,
                TidRange.behind(after),
                session.isHolding() ? null : from.visible(),
                filter,
                rows))) {
      while (size < MOST_BYTES && (more = found.next())) {
        RowEvent event =
            reader.event(found, ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now()));
        events.add(event);
        lastRow = reader.rowId(found);
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

  private Connection connection() {
    return session.connection();
  }

  @Override
  public void close() {
    session.close();
  }
}
