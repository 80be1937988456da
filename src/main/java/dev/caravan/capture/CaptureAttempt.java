package dev.caravan.capture;

import dev.caravan.capture.election.Election;
import dev.caravan.capture.source.CaptureLock;
import dev.caravan.capture.source.LockHolder;
import dev.caravan.capture.source.LockWait;
import dev.caravan.capture.source.Publications;
import io.debezium.config.Configuration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * One attempt at capturing: stands by until it is this process's turn, and captures for as long as
 * it is.
 */
final class CaptureAttempt {

  private static final Logger LOG = Logger.getLogger(CaptureAttempt.class);

  private final CaptureParts parts;
  private final Configuration debezium;
  private final Publications publications;
  private final Heartbeats heartbeats;
  private final CaptureSession.BatchHandler handler;
  private final Consumer<String> standingBy;
  private final Consumer<String> failing;
  private final BooleanSupplier stopping;
  private boolean written;
  private boolean stoodBy;

  /**
   * An attempt.
   *
   * @param handler makes batches safe
   * @param standingBy told for whom it stands by, as long as it does
   * @param failing told why nobody says whose turn it is
   * @param stopping whether to end
   */
  CaptureAttempt(
      CaptureParts parts,
      Configuration debezium,
      Publications publications,
      Heartbeats heartbeats,
      CaptureSession.BatchHandler handler,
      Consumer<String> standingBy,
      Consumer<String> failing,
      BooleanSupplier stopping) {
    this.parts = parts;
    this.debezium = debezium;
    this.publications = publications;
    this.heartbeats = heartbeats;
    this.handler = handler;
    this.standingBy = standingBy;
    this.failing = failing;
    this.stopping = stopping;
  }

  /** Whether a batch became safe. */
  boolean hasWritten() {
    return written;
  }

  /** Whether another capture had the lock, so that the configuration is good enough for that. */
  boolean hasStoodBy() {
    return stoodBy;
  }

  /** Returns when told to stop; throws when something fails, or it is another one's turn. */
  void run() throws Exception {
    parts.state().enter(CaptureState.Phase.STARTING);
    CaptureConfig config = parts.config();
    RefusedOptions.check(config.debezium());
    Election election = parts.election();
    if (!election.await(stopping, this::standBy, failing)) {
      return;
    }
    BooleanSupplier over = () -> stopping.getAsBoolean() || !election.isChosen();
    Optional<CaptureLock> taken =
        new LockWait(parts.postgres(), config.slot(), config.lockTerm(), election.decides())
            .await(over, this::standByFor);
    if (taken.isPresent()) {
      try (CaptureLock lock = taken.get()) {
        if (over.getAsBoolean()) {
          return;
        }
        CaptureSession.BatchHandler fenced = batch -> write(batch, lock);
        new CaptureSession(parts, lock, debezium, publications, heartbeats, fenced, over).run();
      }
    }
  }

  private void standByFor(LockHolder holder) {
    stoodBy = true;
    standBy(
        "another capture works on the slot '%s' (PostgreSQL's %s): this one writes nothing and stands by."
                .formatted(parts.config().slot(), holder.description())
            + " If it was started by mistake, stop it or give it a caravan.capture.slot of its own");
  }

  private void standBy(String why) {
    if (parts.resnapshot().withdraw()) {
      LOG.warn("The new snapshot asked for here is not taken: ask the capture whose turn it is");
    }
    standingBy.accept(why);
  }

  /** Kafka would refuse what another capture's turn has made void; it need not come to that. */
  private void write(CapturedBatch batch, CaptureLock lock) throws Exception {
    lock.mustHold();
    handler.hand(batch);
    written = true;
    parts.state().wrote();
  }
}
