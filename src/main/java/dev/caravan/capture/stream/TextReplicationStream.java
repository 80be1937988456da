package dev.caravan.capture.stream;

import dev.caravan.capture.event.RowBlock;
import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationStream;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/**
 * The stream of changes as Debezium's event loop reads it. Debezium is told of the ends of
 * transactions alone; the rows go into a queue of their own.
 */
final class TextReplicationStream implements ReplicationStream {

  private static final Logger LOG = Logger.getLogger(TextReplicationStream.class);

  /** Decoded in one go, and handed over together. */
  private static final int MOST_MESSAGES = 1024;

  private static final long MOST_BYTES = 1 << 20;

  /** Debezium looks after its heartbeats in between. */
  private static final int PAUSES = 4;

  private static final long SHORT = 1;
  private static final long LONG = 5;
  private static final long BUSY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

  private final PGReplicationStream stream;
  private final PgOutputDecoder decoder;
  private final RowQueue rows;
  private final Lsn start;
  private final Duration statusInterval;
  // Read by the thread that confirms, too.
  private volatile Lsn lastReceived;
  private ExecutorService keepAlive;
  private long lastMessage = System.nanoTime();
  private boolean told;

  TextReplicationStream(
      PGReplicationStream stream,
      PgOutputDecoder decoder,
      RowQueue rows,
      Lsn start,
      Duration statusInterval) {
    this.stream = stream;
    this.decoder = decoder;
    this.rows = rows;
    this.start = start;
    this.statusInterval = statusInterval;
  }

  @Override
  public void read(ReplicationMessageProcessor processor)
      throws SQLException, InterruptedException {
    ByteBuffer message = stream.read();
    if (message != null) {
      readOn(message, processor);
    }
  }

  @Override
  public boolean readPending(ReplicationMessageProcessor processor)
      throws SQLException, InterruptedException {
    ByteBuffer message = await();
    if (message == null) {
      return false;
    }
    readOn(message, processor);
    return true;
  }

  /** The next message, or null when none comes for a moment. */
  private ByteBuffer await() throws SQLException, InterruptedException {
    ByteBuffer message = stream.readPending();
    for (int pauses = 0; message == null && pauses < PAUSES; pauses++) {
      // The driver has no way to wait that would let others confirm meanwhile.
      TimeUnit.MILLISECONDS.sleep(System.nanoTime() - lastMessage < BUSY_NANOS ? SHORT : LONG);
      message = stream.readPending();
    }
    return message;
  }

  /** Decodes the message and those that have come, and hands the rows over before it returns. */
  private void readOn(ByteBuffer first, ReplicationMessageProcessor processor)
      throws SQLException, InterruptedException {
    Instant now = Instant.now();
    long nanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    RowBlock block = new RowBlock();
    told = false;
    ReplicationMessageProcessor telling =
        message -> {
          told = true;
          processor.process(message);
        };
    int messages = 0;
    ByteBuffer message = first;
    do {
      long at = stream.getLastReceiveLSN().asLong();
      lastReceived = Lsn.valueOf(at);
      decoder.decode(message, at, nanos, block, telling);
      messages++;
    } while (messages < MOST_MESSAGES
        && block.bytes() < MOST_BYTES
        && (message = stream.readPending()) != null);
    lastMessage = System.nanoTime();
    rows.put(block);
    if (!told) {
      decoder.goesOn(telling);
    }
  }

  @Override
  public void flushLsn(Lsn lsn) throws SQLException {
    LogSequenceNumber safe = lsn.asLogSequenceNumber();
    stream.setFlushedLSN(safe);
    stream.setAppliedLSN(safe);
    stream.forceUpdateStatus();
  }

  @Override
  public Lsn lastReceivedLsn() {
    return lastReceived;
  }

  @Override
  public Lsn startLsn() {
    return start;
  }

  @Override
  public void startKeepAlive(ExecutorService service) {
    keepAlive = service;
    service.execute(this::keepAlive);
  }

  private void keepAlive() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        stream.forceUpdateStatus();
        TimeUnit.MILLISECONDS.sleep(statusInterval.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      // The next read fails for the same reason, and ends the session.
      LOG.debugf(e, "Keeping the stream alive");
    }
  }

  @Override
  public void stopKeepAlive() {
    if (keepAlive != null) {
      keepAlive.shutdownNow();
      keepAlive = null;
    }
  }

  @Override
  public void close() throws SQLException {
    stream.close();
  }
}
