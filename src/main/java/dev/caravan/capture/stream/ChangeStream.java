package dev.caravan.capture.stream;

import dev.caravan.capture.CaptureConfig;
import dev.caravan.capture.CaptureParts;
import dev.caravan.capture.CapturedBatch;
import dev.caravan.capture.event.RowEvent;
import dev.caravan.capture.incremental.IncrementalSnapshots;
import dev.caravan.capture.incremental.StreamGate;
import dev.caravan.capture.position.ResumeFilter;
import dev.caravan.capture.position.StreamPosition;
import dev.caravan.capture.source.CaptureLock;
import dev.caravan.capture.source.FailoverSlot;
import dev.caravan.capture.source.PublicationWatch;
import dev.caravan.capture.source.SlotHolder;
import dev.caravan.capture.toast.ToastFill;
import io.debezium.config.Configuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Follows the stream of changes with Debezium's connector task, driven as Kafka Connect drives it:
 * take a batch, make it safe, and only then let the task confirm the position to PostgreSQL. The
 * task keeps the connection, the heartbeats and the place; rows come round it, by {@link RowQueue}.
 *
 * <p>The task runs without the embedded engine around it. The engine would keep offsets of its own
 * beside ours and hand records to a pool one by one. The task is told to stream from the end of the
 * last complete transaction and not to search a place inside it: its search stumbles over rows that
 * share a WAL position. {@link ResumeFilter} drops what Kafka has already.
 */
public final class ChangeStream {

  /** Room for batches decoded ahead, so that decoding never waits for a transaction's commit. */
  private static final int QUEUED_BATCHES = 4;

  /** How long nothing may come before the rest is looked after. */
  private static final Duration IDLE = Duration.ofMillis(20);

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
    // Who lost the lock unawares must not end the stream of the one that has it now.
    CaptureConfig config = parts.config();
    SlotHolder.awaitRelease(lock.session(), config.slot(), stopping);
    if (stopping.getAsBoolean()) {
      return;
    }
    FailoverSlot.ensure(lock.session(), parts.postgres(), config.slot(), config.failoverSlot());
    CaptureConfig.Batch batch = config.batch();
    StoredOffsets offsets = new StoredOffsets(from);
    RowQueue rows = new RowQueue(batch.maxRows() * QUEUED_BATCHES, batch.queueSize().asLongValue());
    ChangeTask task =
        new ChangeTask(parts.postgres(), parts.scope(), parts.relations(), publications, rows);
    task.initialize(offsets);
    parts.state().queuesIn(rows::load);
    HeartbeatInbox heartbeats = new HeartbeatInbox(task);
    ResumeFilter filter = new ResumeFilter(from);
    StreamPosition position = from;
    long acknowledgeNanos = config.acknowledgeInterval().toNanos();
    long nextAcknowledge = System.nanoTime();
    try (ToastFill toast = new ToastFill(parts.postgres(), stopping)) {
      task.start(debezium.asMap());
      while (!stopping.getAsBoolean() && watch.look()) {
        RowQueue.Taken taken = rows.take(batch.maxRows(), IDLE, batch.maxDelay());
        List<RowEvent> fresh = new ArrayList<>(taken.events().size());
        position = advance(position, taken, filter, fresh);
        heartbeats.look();
        List<SourceRecord> due = heartbeats.take(position);
        if (!taken.events().isEmpty() || !due.isEmpty()) {
          // What was handed over need not stay in memory until the rest is.
          taken = null;
          if (!hand(fresh, due, position, toast, offsets)) {
            return;
          }
        }
        snapshots.step(position);
        if (System.nanoTime() - nextAcknowledge > 0) {
          lock.mustHold();
          task.commit();
          nextAcknowledge = System.nanoTime() + acknowledgeNanos;
        }
      }
    } finally {
      parts.state().hasNoQueue();
      rows.close();
      task.stop();
    }
  }

  /**
   * Hands events over, in parts where large values are to be had for them.
   *
   * @param heartbeats those that go with the last part
   * @param end the place behind all that was taken
   * @return false when told to stop before
   */
  private boolean hand(
      List<RowEvent> fresh,
      List<SourceRecord> heartbeats,
      StreamPosition end,
      ToastFill toast,
      StoredOffsets offsets)
      throws Exception {
    if (!toast.begin(fresh)) {
      return false;
    }
    int done = 0;
    do {
      int filled = toast.next();
      boolean last = filled == fresh.size();
      StreamPosition position = last ? end : fresh.get(filled - 1).place();
      List<RowEvent> part = List.copyOf(fresh.subList(done, filled));
      Collections.fill(fresh.subList(done, filled), null);
      sink.write(CapturedBatch.streamed(part, last ? heartbeats : List.of(), position));
      offsets.store(position);
      done = filled;
    } while (done < fresh.size());
    return true;
  }

  /** What is left out is counted all the same: the place is one in PostgreSQL's stream. */
  private StreamPosition advance(
      StreamPosition position, RowQueue.Taken taken, ResumeFilter filter, List<RowEvent> fresh) {
    StreamGate wanted = snapshots.gate();
    RowEvent last = null;
    for (RowEvent event : taken.events()) {
      long txId = event.origin().txId();
      if (filter.isNew(txId, event.lsn(), event.ordinal())) {
        last = event;
        if (wanted.passes(event.table().topic(), txId)) {
          fresh.add(event);
        }
      }
    }
    StreamPosition after = last == null ? position : last.place();
    return taken.completed() == 0 ? after : after.completed(taken.completed());
  }
}
