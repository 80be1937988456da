package dev.caravan.capture;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** What the capture is doing, for probes and meters. Safe for use by several threads. */
@ApplicationScoped
public class CaptureState {

  /** What a capture can be doing. */
  public enum Phase {
    /** Not begun. */
    STOPPED,
    /** Connecting to PostgreSQL and Kafka. */
    STARTING,
    /** Another capture works on the slot. */
    STANDBY,
    /** Reading the rows that were there before. */
    SNAPSHOT,
    /** Following the changes. */
    STREAMING,
    /** Failed; tries again after a while. */
    WAITING
  }

  /**
   * The state at one moment.
   *
   * @param since when the phase began
   * @param lastError why it last failed, or null
   * @param restarts how often it began anew after a failure
   */
  public record View(Phase phase, Instant since, String lastError, long restarts) {}

  private final AtomicLong restarts = new AtomicLong();
  private volatile View view = new View(Phase.STOPPED, Instant.now(), null, 0);
  private volatile Instant lastWrite = Instant.EPOCH;

  public View view() {
    return view;
  }

  /** When Kafka last took a batch; {@link Instant#EPOCH} when it has not yet. */
  public Instant lastWrite() {
    return lastWrite;
  }

  void wrote() {
    lastWrite = Instant.now();
  }

  synchronized void enter(Phase phase) {
    if (view.phase() != phase) {
      String error = phase == Phase.STREAMING || phase == Phase.SNAPSHOT ? null : view.lastError();
      view = new View(phase, Instant.now(), error, restarts.get());
    }
  }

  synchronized void failed(Phase phase, String error) {
    Instant since = view.phase() == phase ? view.since() : Instant.now();
    view = new View(phase, since, error, restarts.incrementAndGet());
  }
}
