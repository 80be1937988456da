package dev.caravan.capture.stream;

import dev.caravan.capture.CaptureParts;
import dev.caravan.capture.CapturedBatch;
import dev.caravan.capture.position.ResumeFilter;
import dev.caravan.capture.position.StreamPosition;
import dev.caravan.capture.source.CaptureLock;
import dev.caravan.capture.source.PublicationWatch;
import dev.caravan.capture.source.TablePatterns;
import io.debezium.config.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Follows the stream of changes with Debezium's connector task, driven as Kafka Connect drives it:
 * poll a batch, make it safe, and only then let the task confirm the position to PostgreSQL.
 *
 * <p>The task runs without the embedded engine around it. The engine would keep offsets of its own
 * beside ours and hand records to a pool one by one. The task is told to stream from the end of the
 * last complete transaction and not to search a place inside it: its search stumbles over rows that
 * share a WAL position. {@link ResumeFilter} drops what Kafka has already.
 */
public final class ChangeStream {

  private final CaptureParts parts;
  private final Configuration debezium;
  private final Sink sink;
  private final BooleanSupplier stopping;
  private final CaptureLock lock;
  private final PublicationWatch watch;
  private final List<String> publications;

  /** Takes the batches; returns once a batch is safe. */
  public interface Sink {
    void write(CapturedBatch batch) throws Exception;
  }

  public ChangeStream(
      CaptureParts parts,
      Configuration debezium,
      Sink sink,
      BooleanSupplier stopping,
      CaptureLock lock,
      PublicationWatch watch,
      List<String> publications) {
    this.parts = parts;
    this.debezium = debezium;
    this.sink = sink;
    this.stopping = stopping;
    this.lock = lock;
    this.watch = watch;
    this.publications = publications;
  }

  /** Returns when told to stop or to begin again; throws when the stream or the sink fails. */
  public void follow(StreamPosition from) throws Exception {
    StoredOffsets offsets = new StoredOffsets(from);
    ChangeTask task = new ChangeTask(parts.postgres(), parts.relations(), publications);
    task.initialize(offsets);
    ResumeFilter filter = new ResumeFilter(from);
    TopicFilter wanted = new TopicFilter(parts.topics(), TablePatterns.of(parts.config().tables()));
    StreamPosition position = from;
    long acknowledgeNanos = parts.config().acknowledgeInterval().toNanos();
    long nextAcknowledge = System.nanoTime();
    try {
      task.start(debezium.asMap());
      while (!stopping.getAsBoolean() && watch.look()) {
        List<SourceRecord> polled = task.poll();
        if (polled != null && !polled.isEmpty()) {
          List<SourceRecord> fresh = new ArrayList<>(polled.size());
          for (SourceRecord event : polled) {
            position = advance(position, event, filter, wanted, fresh);
          }
          sink.write(new CapturedBatch(fresh, position));
          offsets.store(position);
        }
        if (System.nanoTime() - nextAcknowledge > 0) {
          mustHold();
          task.commit();
          nextAcknowledge = System.nanoTime() + acknowledgeNanos;
        }
      }
    } finally {
      task.stop();
    }
  }

  private void mustHold() {
    if (!lock.isHeld()) {
      throw new IllegalStateException(
          "the PostgreSQL session that held this capture's lock on slot '%s' is gone"
              .formatted(parts.config().slot()));
    }
  }

  private static StreamPosition advance(
      StreamPosition position,
      SourceRecord event,
      ResumeFilter filter,
      TopicFilter wanted,
      List<SourceRecord> fresh) {
    Map<String, ?> offset = event.sourceOffset();
    long commitLsn = number(offset, "lsn_commit");
    if (CapturedBatch.isHeartbeat(event)) {
      // A heartbeat: it knows of no row, but of every transaction that is over.
      fresh.add(event);
      return position.completed(commitLsn);
    }
    long txId = number(offset, "txId");
    long lsn = number(offset, "lsn");
    if (!filter.isNew(txId, lsn)) {
      return position;
    }
    // What is left out is counted all the same: the place is one in PostgreSQL's stream.
    if (wanted.passes(event.topic())) {
      fresh.add(event);
    }
    return position.after(commitLsn, txId, lsn);
  }

  private static long number(Map<String, ?> offset, String key) {
    Object value = offset.get(key);
    if (value instanceof Number number) {
      return number.longValue();
    }
    throw new IllegalStateException(
        "an event of Debezium's came without '" + key + "' in its offset " + offset);
  }
}
