package dev.caravan.capture.snapshot;

import dev.caravan.capture.event.RowEvent;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;

/**
 * Rows of one range on their way from the thread that reads them to the one that writes, which lets
 * the first run ahead so far and no further.
 */
final class ChunkRows {

  private final long mostBytes;
  private final Deque<Part> parts = new ArrayDeque<>();
  private long bytes;
  private boolean ended;
  private Throwable failure;

  /**
   * Some rows.
   *
   * @param lastRowId the id of the last of them
   * @param bytes about what they take in memory
   */
  record Part(List<RowEvent> events, String lastRowId, long bytes) {}

  /**
   * Room for rows.
   *
   * @param mostBytes what may wait before reading does; one part more
   */
  ChunkRows(long mostBytes) {
    this.mostBytes = mostBytes;
  }

  synchronized void put(Part part) throws InterruptedException {
    while (bytes > 0 && bytes + part.bytes() > mostBytes) {
      wait();
    }
    parts.add(part);
    bytes += part.bytes();
    notifyAll();
  }

  /** All rows were put. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }

  synchronized void fail(Throwable e) {
    failure = e;
    notifyAll();
  }

  /**
   * The next rows, or null behind the last.
   *
   * @throws ExecutionException when reading has failed
   */
  synchronized Part take() throws InterruptedException, ExecutionException {
    while (parts.isEmpty()) {
      if (failure != null) {
        throw new ExecutionException(failure);
      }
      if (ended) {
        return null;
      }
      wait();
    }
    Part part = parts.remove();
    bytes -= part.bytes();
    notifyAll();
    return part;
  }
}
