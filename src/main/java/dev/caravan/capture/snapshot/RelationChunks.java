package dev.caravan.capture.snapshot;

import dev.caravan.capture.event.RowEvent;
import dev.caravan.change.TableName;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;

/**
 * Reads the rows of one relation range by range, several at a time, and gives them in physical
 * order, so that one row's id tells what was given. For one thread that takes.
 */
final class RelationChunks {

  /** Of 8 kB: some thousands of rows, which fit into a batch or two. */
  private static final int PAGES = 128;

  private static final int PART_ROWS = 1024;
  private static final long PART_BYTES = 1 << 20;
  private static final int FIRST_FETCH = 64;

  private final SnapshotReaders readers;
  private final TableName relation;
  private final Supplier<RowReader> rows;
  private final String stillVisibleAt;
  private final int partRows;
  private final long mostBytes;
  private final Iterator<TidRange> ranges;
  private final Deque<ChunkRows> ahead = new ArrayDeque<>();

  /**
   * The rows of a relation.
   *
   * @param rows makes a reader for each range
   * @param stillVisibleAt a snapshot's text: only rows that have not changed since; null for all
   * @param partRows rows of a part at most
   * @param memory for all rows that were read and not taken
   */
  RelationChunks(
      SnapshotReaders readers,
      TableName relation,
      Supplier<RowReader> rows,
      String after,
      long pages,
      String stillVisibleAt,
      int partRows,
      long memory) {
    this.readers = readers;
    this.relation = relation;
    this.rows = rows;
    this.stillVisibleAt = stillVisibleAt;
    this.partRows = Math.min(partRows, PART_ROWS);
    this.mostBytes = memory / (2L * readers.count());
    this.ranges = TidRange.cut(after, pages, PAGES).iterator();
  }

  /** The next rows, or null behind the last. */
  ChunkRows.Part next() throws Exception {
    while (true) {
      while (ahead.size() < 2 * readers.count() && ranges.hasNext()) {
        read(ranges.next());
      }
      if (ahead.isEmpty()) {
        return null;
      }
      ChunkRows.Part part = take(ahead.peek());
      if (part != null) {
        return part;
      }
      ahead.remove();
    }
  }

  private static ChunkRows.Part take(ChunkRows chunk) throws Exception {
    try {
      return chunk.take();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void read(TidRange range) {
    ChunkRows chunk = new ChunkRows(mostBytes);
    ahead.add(chunk);
    readers.read(connection -> read(connection, range, chunk), chunk);
  }

  private void read(Connection connection, TidRange range, ChunkRows into)
      throws SQLException, InterruptedException {
    RowReader reader = rows.get();
    try (Statement statement = connection.createStatement()) {
      statement.setFetchSize(FIRST_FETCH);
      try (ResultSet found =
          statement.executeQuery(reader.query(relation, range, stillVisibleAt))) {
        long nanos = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
        List<RowEvent> events = new ArrayList<>();
        long bytes = 0;
        String last = null;
        while (found.next()) {
          RowEvent event = reader.event(found, nanos);
          events.add(event);
          bytes += event.size();
          last = reader.rowId(found);
          if (events.size() == partRows || bytes >= PART_BYTES) {
            into.put(new ChunkRows.Part(events, last, bytes));
            // Large rows come a few at a time.
            found.setFetchSize((int) Math.max(1, events.size() * PART_BYTES / bytes));
            nanos = ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now());
            events = new ArrayList<>();
            bytes = 0;
          }
        }
        if (!events.isEmpty()) {
          into.put(new ChunkRows.Part(events, last, bytes));
        }
      }
    }
  }
}
