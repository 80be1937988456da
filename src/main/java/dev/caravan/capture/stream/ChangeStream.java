package dev.caravan.capture.stream;

import dev.caravan.capture.CaptureParts;
import dev.caravan.capture.CapturedBatch;
import dev.caravan.capture.incremental.IncrementalSnapshots;
import dev.caravan.capture.incremental.StreamGate;
import dev.caravan.capture.position.ResumeFilter;
import dev.caravan.capture.position.StreamPosition;
import dev.caravan.capture.source.CaptureLock;
import dev.caravan.capture.source.PublicationWatch;
import dev.caravan.capture.source.SlotHolder;
import dev.caravan.capture.toast.ToastFill;
import io.debezium.config.Configuration;
import java.sql.Connection;
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
  private final IncrementalSnapshots snapshots;
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
      IncrementalSnapshots snapshots,
      List<String> publications) {
    this.parts = parts;
    this.debezium = debezium;
    this.sink = sink;
    this.stopping = stopping;
    this.lock = lock;
    this.watch = watch;
    this.snapshots = snapshots;
    this.publications = publications;
  }

  /** Returns when told to stop or to begin again; throws when the stream or the sink fails. */
  public void follow(StreamPosition from) throws Exception {
    try (Connection query = parts.postgres().query()) {
      SlotHolder.awaitRelease(query, parts.config().slot(), stopping);
    }
    StoredOffsets offsets = new StoredOffsets(from);
    ChangeTask task =
        new ChangeTask(parts.postgres(), parts.scope(), parts.relations(), publications);
    task.initialize(offsets);
    ResumeFilter filter = new ResumeFilter(from);
    StreamGate wanted = snapshots.gate();
    StreamPosition position = from;
    long acknowledgeNanos = parts.config().acknowledgeInterval().toNanos();
    long nextAcknowledge = System.nanoTime();
    try (ToastFill toast = new ToastFill(parts.postgres(), parts.relations(), stopping)) {
      task.start(debezium.asMap());
      while (!stopping.getAsBoolean() && watch.look()) {
        List<SourceRecord> polled = task.poll();
        if (polled != null && !polled.isEmpty()) {
          PlacedEvents fresh = new PlacedEvents(polled.size());
          for (SourceRecord event : polled) {
            position = advance(position, event, filter, wanted, fresh);
          }
          // What was handed over need not stay in memory until the rest is.
          polled = null;
          if (!hand(fresh, position, toast, offsets)) {
            return;
          }
        }
        snapshots.step(position);
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

  /**
   * Hands events over, in parts where large values are to be had for them.
   *
   * @param end the place behind all that was polled
   * @return false when told to stop before
   */
  private boolean hand(
      PlacedEvents fresh, StreamPosition end, ToastFill toast, StoredOffsets offsets)
      throws Exception {
    if (!toast.begin(fresh.events())) {
      return false;
    }
    int done = 0;
    do {
      int filled = toast.next();
      boolean last = filled == fresh.size();
      StreamPosition position = last ? end : fresh.positionBehind(filled);
      sink.write(new CapturedBatch(fresh.take(done, filled), position));
      offsets.store(position);
      done = filled;
    } while (done < fresh.size());
    return true;
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
      StreamGate wanted,
      PlacedEvents fresh) {
    Map<String, ?> offset = event.sourceOffset();
    long commitLsn = number(offset, "lsn_commit");
    if (CapturedBatch.isHeartbeat(event)) {
      // A heartbeat: it knows of no row, but of every transaction that is over.
      StreamPosition after = position.completed(commitLsn);
      fresh.add(event, after);
      return after;
    }
    long txId = number(offset, "txId");
    long lsn = number(offset, "lsn");
    if (!filter.isNew(txId, lsn)) {
      return position;
    }
    // What is left out is counted all the same: the place is one in PostgreSQL's stream.
    StreamPosition after = position.after(commitLsn, txId, lsn);
    if (wanted.passes(event.topic(), txId)) {
      fresh.add(event, after);
    }
    return after;
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
