package dev.caravan.capture.stream;

import io.debezium.connector.postgresql.connection.Lsn;
import io.debezium.connector.postgresql.connection.ReplicationStream;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** The stream of changes as Debezium's event loop reads it. */
final class TextReplicationStream implements ReplicationStream {

  private static final Logger LOG = Logger.getLogger(TextReplicationStream.class);

  private final PGReplicationStream stream;
  private final PgOutputDecoder decoder;
  private final Lsn start;
  private final Duration statusInterval;
  // Read by the thread that confirms, too.
  private volatile Lsn lastReceived;
  private ExecutorService keepAlive;

  TextReplicationStream(
      PGReplicationStream stream, PgOutputDecoder decoder, Lsn start, Duration statusInterval) {
    this.stream = stream;
    this.decoder = decoder;
    this.start = start;
    this.statusInterval = statusInterval;
  }

  @Override
  public void read(ReplicationMessageProcessor processor)
      throws SQLException, InterruptedException {
    decode(stream.read(), processor);
  }

  @Override
  public boolean readPending(ReplicationMessageProcessor processor)
      throws SQLException, InterruptedException {
    ByteBuffer message = stream.readPending();
    if (message == null) {
      return false;
    }
    decode(message, processor);
    return true;
  }

  private void decode(ByteBuffer message, ReplicationMessageProcessor processor)
      throws SQLException, InterruptedException {
    lastReceived = Lsn.valueOf(stream.getLastReceiveLSN());
    decoder.decode(message, processor);
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
