package dev.caravan.capture.incremental;

import dev.caravan.capture.position.TablePlace;
import java.sql.SQLException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/**
 * Reads a table's chunks on another thread, one ahead of what is written. For one thread that asks.
 */
final class ReadAhead implements AutoCloseable {

  private final ExecutorService readers;
  private final TableReader reader;
  private final String filter;
  private Future<Chunk> reading;
  private Chunk ready;

  /**
   * @param filter an SQL condition on the rows, or null
   */
  ReadAhead(ExecutorService readers, TableReader reader, String filter) {
    this.readers = readers;
    this.reader = reader;
    this.filter = filter;
  }

  /**
   * The chunk behind a place, the same until it is {@link #taken}; null while it is being read.
   *
   * @throws SQLException when it could not be read; it is read again when it is next asked for
   */
  Chunk behind(TablePlace place) throws Exception {
    if (ready == null && reading == null) {
      read(place);
    } else if (ready == null && reading.isDone()) {
      Future<Chunk> done = reading;
      reading = null;
      ready = result(done);
    }
    return ready;
  }

  private static Chunk result(Future<Chunk> done) throws Exception {
    try {
      return done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof SQLException sql) {
        throw sql;
      }
      throw e;
    }
  }

  /** The chunk is about to be written; the one behind it is read meanwhile. */
  void taken() {
    Chunk taken = ready;
    ready = null;
    if (!taken.last() && !taken.isRewritten()) {
      read(taken.place());
    }
  }

  /** The chunk is of no use, and is read again when it is next asked for. */
  void forget() {
    ready = null;
  }

  private void read(TablePlace place) {
    reading = readers.submit(() -> reader.read(place, filter));
  }

  @Override
  public void close() {
    if (reading != null) {
      reading.cancel(true);
      reading = null;
    }
    ready = null;
    reader.close();
  }
}
